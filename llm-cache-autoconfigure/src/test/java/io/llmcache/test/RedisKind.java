package io.llmcache.test;

/**
 * The servers on which the cache has to work.
 */
public enum RedisKind {

	/** The oldest Redis, 6.2: the embedded one. */
	REDIS_6,

	/** Redis 7.0, as Debian has it. */
	REDIS_7,

	/** Redis 8: has vector sets. */
	REDIS_8,

	/** Redis 8 with the query engine. */
	QUERY_ENGINE,

	/** Valkey 9. */
	VALKEY

}
