package io.llmcache;

/**
 * What came of a write through {@link LlmCaches}.
 */
public enum WriteOutcome {

	/** Redis has done it. */
	DONE,

	/** There was nothing to remove. */
	ABSENT,

	/** The request or the value is not one that the cache takes. */
	REFUSED,

	/** A newer write or an evict came between. */
	FENCED,

	/**
	 * Redis did not answer or refused; nothing is known to have changed. A Redis that
	 * hangs may yet do it when it goes on.
	 */
	UNAVAILABLE

}
