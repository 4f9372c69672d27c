package io.llmcache.semantic.question;

import java.util.Set;

/**
 * What the word after a matched phrase has to be, or must not be.
 */
record Condition(Set<String> words, boolean wanted) {

	static final Condition NONE = new Condition(Set.of(), false);

	boolean holds(String word) {
		return this.words.contains(word) == this.wanted;
	}

}
