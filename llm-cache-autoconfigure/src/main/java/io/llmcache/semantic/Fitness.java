package io.llmcache.semantic;

/**
 * What the check of an embedding model at start has found.
 */
public sealed interface Fitness {

	/**
	 * The same text comes back as the same direction, another text does not.
	 *
	 * @param dimension number of components of every vector
	 */
	record Fit(int dimension) implements Fitness {

	}

	/**
	 * The model must not be used, now or later: it would find what is not alike.
	 *
	 * @param reason one clause for people
	 */
	record Unfit(String reason) implements Fitness {

	}

	/**
	 * The model did not answer, which says nothing about it: ask again later.
	 *
	 * @param reason one clause for people
	 */
	record Unreachable(String reason) implements Fitness {

	}

}
