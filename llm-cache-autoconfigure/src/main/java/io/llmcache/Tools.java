package io.llmcache;

/**
 * What the cache does with a request or an answer that shows tools.
 */
public enum Tools {

	/** Decided by {@code llm.cache.tools}; only of use in an annotation. */
	INHERIT,

	/** A request that offers tools bypasses the cache. */
	NONE,

	/** Tools do not matter: their effect is not needed again on a hit. */
	ANY

}
