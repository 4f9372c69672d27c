package io.llmcache.semantic.question;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Leaves out articles where nothing hangs on them.
 *
 * @param after words after which "a" is an article and no letter
 * @param kept words before which an article stays
 */
record Articles(Set<String> after, Set<String> kept) {

	private static final Set<String> ARTICLES = Set.of("a", "an", "the");

	/**
	 * Up to here stands what the question is about: "what is an exchange rate" asks for a
	 * definition, "what is the exchange rate" for a number.
	 */
	private static final int NEAR_THE_START = 2;

	/** The words without the articles that stand before an index. */
	List<String> leaveOut(List<String> words, int end) {
		List<String> left = new ArrayList<>(words.size());
		for (int i = 0; i < words.size(); i++) {
			if (i >= end || !isIdle(words, i)) {
				left.add(words.get(i));
			}
		}
		return left;
	}

	private boolean isIdle(List<String> words, int at) {
		String word = words.get(at);
		boolean article = ARTICLES.contains(word) && (!word.equals("a") || isNoLetter(words, at));
		if (!article || at + 1 >= words.size() || (at > 0 && at <= NEAR_THE_START)) {
			return false;
		}
		String next = words.get(at + 1);
		return isLowerCaseWord(next) && !this.kept.contains(next);
	}

	private boolean isNoLetter(List<String> words, int at) {
		return at > 0 && this.after.contains(words.get(at - 1));
	}

	private static boolean isLowerCaseWord(String word) {
		return word.length() > 1
				&& word.chars().allMatch((sign) -> Character.isLowerCase(sign) || sign == '-' || sign == '\'');
	}

}
