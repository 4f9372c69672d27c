package io.llmcache;

/**
 * What the cache does with a request whose temperature asks for varied answers.
 */
public enum Sampling {

	/** Decided by {@code llm.cache.sampling}; only of use in an annotation. */
	INHERIT,

	/** An explicit temperature above zero bypasses the cache. */
	DETERMINISTIC,

	/** The temperature does not matter: one answer serves all equal requests. */
	ANY

}
