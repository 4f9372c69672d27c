package io.llmcache.store;

import java.time.Duration;
import java.util.List;

import io.llmcache.key.CacheKey;
import io.llmcache.key.Digest;
import org.jspecify.annotations.Nullable;

/**
 * Where entries live. Thread-safe; every method is bounded by the operation time-out.
 */
public interface ResponseStore {

	/** Stands for all caches where the name of one is expected. */
	String ALL_CACHES = RedisKeys.ALL;

	/**
	 * What is stored for the request: one command, once the marks of its cache are known.
	 * @param key the request
	 * @throws StoreException when the store does not answer or refuses
	 */
	Reading get(CacheKey key) throws StoreException;

	/**
	 * Stores an entry for the holder of the lease, frees the lease and wakes everybody
	 * who waits for it.
	 * @param key the request
	 * @param token the token of the lease
	 * @param entry the entry
	 * @param life how long the store keeps it
	 * @return false when the lease has passed to another or was voided: nothing was
	 * stored
	 * @throws StoreException when the store does not answer or refuses
	 */
	default boolean store(CacheKey key, String token, Entry entry, Duration life) throws StoreException {
		return store(key, token, entry, null, life);
	}

	/**
	 * The same with what the semantic layer keeps beside the entry, in one step.
	 * @param key the request
	 * @param token the token of the lease
	 * @param entry the entry
	 * @param document the document in place of the one there; null to let that live as
	 * long as the entry
	 * @param life how long the store keeps both
	 * @return as above
	 * @throws StoreException when the store does not answer or refuses
	 */
	boolean store(CacheKey key, String token, Entry entry, @Nullable Document document, Duration life)
			throws StoreException;

	/**
	 * Stores a pointer where nothing newer has been stored since it was decided on. Does
	 * not wait for that to happen: no caller needs it.
	 * @param key the request
	 * @param seenStamp the {@link Reading#stamp()} of what was read for it
	 * @param alias an entry that is an alias
	 * @param life how long the store keeps it
	 * @param failed told, on a thread of the store, when it could not be stored
	 * @throws StoreException when the store does not answer
	 */
	void alias(CacheKey key, byte[] seenStamp, Entry alias, Duration life, Runnable failed) throws StoreException;

	/**
	 * Removes a pointer and remembers, as long as the entry that it points to lives, that
	 * it was wrong.
	 * @param cache the cache
	 * @param version the joined prompt version
	 * @param digest the exact key of the request that was answered by a pointer
	 * @return whether there was a pointer
	 * @throws StoreException when the store does not answer or refuses
	 */
	boolean reject(String cache, String version, Digest digest) throws StoreException;

	/**
	 * Removes an entry and voids the load that runs for it, in every JVM. Where the entry
	 * points to another, that one goes too.
	 * @param cache the cache
	 * @param version the joined prompt version
	 * @param digest the exact key
	 * @return whether there was an entry
	 * @throws StoreException when the store does not answer or refuses
	 */
	boolean evict(String cache, String version, Digest digest) throws StoreException;

	/**
	 * Voids everything loaded before now, stored already or still running; then removes
	 * it in the background.
	 * @param cache the cache, or {@link #ALL_CACHES}
	 * @param tenant whose entries; null for everybody's
	 * @param life how long the mark must be remembered: longer than any entry or load
	 * lives
	 * @throws StoreException when the store does not answer or refuses
	 */
	void invalidate(String cache, @Nullable Digest tenant, Duration life) throws StoreException;

	/**
	 * Counts hits and prolongs the life of hot entries, many in one round trip.
	 * @param touches what to count
	 * @return what came of each, in order
	 * @throws StoreException when the store does not answer or refuses
	 */
	List<Touched> touch(List<Touch> touches) throws StoreException;

	/**
	 * The time by which entries are stamped, in milliseconds.
	 */
	long now();

	/**
	 * Whether the store has answered lately; when not, every other method fails at once.
	 */
	boolean isAvailable();

	/**
	 * Hits of one entry.
	 *
	 * @param key the entry
	 * @param hits hits not counted yet
	 * @param windowMillis window in which hits are counted
	 * @param threshold hits in the window that make it hot
	 * @param hotMillis fresh life that a hot entry is kept at
	 * @param maxAgeMillis age that no entry survives
	 * @param staleMillis life beyond the fresh one
	 */
	record Touch(CacheKey key, int hits, long windowMillis, int threshold, long hotMillis, long maxAgeMillis,
			long staleMillis) {

	}

	/**
	 * What came of a touch.
	 *
	 * @param hits hits in the window
	 * @param freshMillis fresh life left; 0 when the entry is not hot, negative when it
	 * is stale or gone
	 */
	record Touched(long hits, long freshMillis) {

	}

}
