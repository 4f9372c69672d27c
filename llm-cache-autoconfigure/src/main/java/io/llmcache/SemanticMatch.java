package io.llmcache;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Whose answer a caller got, and how near the two questions are.
 *
 * @param answeredBy digest of the question that the answer belongs to, in hexadecimal
 * @param via how it was found
 * @param similarity cosine in [-1, 1] between the two questions; null when they were not
 * compared, their canonical forms being equal
 * @param guards names of the guards that looked at the pair and let it pass
 */
public record SemanticMatch(String answeredBy, Via via, @Nullable Double similarity, List<String> guards) {

	public SemanticMatch {
		guards = List.copyOf(guards);
	}

	/** How an answer was found. */
	public enum Via {

		/** By a pointer that an earlier match of the same request left. */
		ALIAS,

		/** By the canonical form of the question. */
		QUESTION,

		/** By its vector. */
		INDEX

	}

}
