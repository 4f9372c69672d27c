package io.llmcache.semantic.question;

import java.util.Locale;
import java.util.Set;

/**
 * Knows where a capital says nothing. Anywhere else words keep the case they were written
 * in: "us" is not "US", and no list of such words could ever be complete.
 *
 * @param anywhere words that mean the same in any case
 * @param atStart words that mean the same in any case where a sentence begins
 */
record Capitals(Set<String> anywhere, Set<String> atStart) {

	String fold(String word, boolean first) {
		String lower = word.toLowerCase(Locale.ROOT);
		if (lower.equals(word) || this.anywhere.contains(owner(lower))) {
			return lower;
		}
		boolean onlyFirst = word.substring(1).equals(lower.substring(1));
		return (first && onlyFirst && this.atStart.contains(lower)) ? lower : word;
	}

	private static String owner(String word) {
		return word.endsWith("'s") ? word.substring(0, word.length() - 2) : word;
	}

}
