package io.llmcache;

/**
 * What happened beside the outcome of a call; each is counted, none breaks the call.
 */
public enum CacheIncident {

	/** An answer was not stored because its lease had passed to another or was voided. */
	FENCED,

	/** An interrupted leader handed its load over to another caller. */
	ABANDONED,

	/** Cache trouble made a call go to the model. */
	FAILED_OPEN,

	/** Bytes under a key of ours were not an entry for it; treated as a miss. */
	CORRUPT,

	/** An entry was found that an evict or a clear had voided; treated as a miss. */
	VOIDED,

	/** Redis refused or did not take a write. */
	FAILED_WRITE,

	/** An answer was not stored: empty, unwanted or without a faithful stored form. */
	NOT_STORABLE,

	/** An answer was not stored: larger than {@code llm.cache.max-entry-size}. */
	TOO_LARGE,

	/** A lease ran out or was taken while its load went on. */
	LEASE_LOST,

	/** A refresh found no free thread and was left to a later hit. */
	REFRESH_DROPPED,

	/** A refresh failed; the stale answer stays until its hard end. */
	REFRESH_FAILED,

	/**
	 * A caller waited {@code llm.cache.lock.wait} for another JVM, then loaded itself.
	 */
	WAIT_EXPIRED,

	/**
	 * A question could not be embedded: the call went on without the semantic layer.
	 */
	EMBEDDING_FAILED,

	/**
	 * A pointer to the answer of another question led nowhere; treated as a miss.
	 */
	ALIAS_VOID

}
