package io.llmcache;

/**
 * What the caller of a cached method got.
 */
public enum CacheOutcome {

	/** The stored answer to an equal request. */
	EXACT_HIT,

	/** The stored answer to the same question in other words. */
	SEMANTIC_HIT,

	/**
	 * A stored answer past its fresh life, while a new one is fetched or cannot be had.
	 */
	STALE_HIT,

	/** The answer of a load that another caller, here or in another JVM, had begun. */
	COALESCED,

	/** The answer of the model, called for this request. */
	MISS,

	/**
	 * The answer of the model, called past the cache; a {@link BypassReason} says why.
	 */
	BYPASS;

	/**
	 * Whether a stored answer was served.
	 */
	public boolean isHit() {
		return this == EXACT_HIT || this == SEMANTIC_HIT || this == STALE_HIT;
	}

}
