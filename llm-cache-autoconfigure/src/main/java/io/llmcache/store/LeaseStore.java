package io.llmcache.store;

import java.time.Duration;

import io.llmcache.key.CacheKey;

/**
 * The right to load and store one digest, held by one JVM at a time. A lease has a short
 * life and a token; whoever holds no valid token cannot store. Thread-safe; every method
 * is bounded by the operation time-out.
 */
public interface LeaseStore {

	/**
	 * Asks for the lease.
	 * @param key what is to be loaded
	 * @param token 16 ASCII characters that nobody else uses
	 * @param life how long the lease lasts unless renewed
	 * @param seenStamp the {@link Reading#stamp()} of what the caller has read
	 * @throws StoreException when the store does not answer or refuses
	 */
	Acquired acquire(CacheKey key, String token, Duration life, byte[] seenStamp) throws StoreException;

	/**
	 * Takes the lease from whoever holds it.
	 * @param key what is to be stored
	 * @param token as above
	 * @param life as above
	 * @return the time of the store, in milliseconds
	 * @throws StoreException when the store does not answer or refuses
	 */
	long seize(CacheKey key, String token, Duration life) throws StoreException;

	/**
	 * Prolongs the lease.
	 * @param key what is being loaded
	 * @param token the token it was granted for
	 * @param life how long it lasts from now on
	 * @return false when it is lost
	 * @throws StoreException when the store does not answer or refuses
	 */
	boolean renew(CacheKey key, String token, Duration life) throws StoreException;

	/**
	 * Frees the lease without an answer and wakes everybody who waits for it.
	 * @param key what was being loaded
	 * @param token the token it was granted for; any other frees nothing
	 * @param waitAgain whether those who wait may wait for the next holder; false when
	 * each would fare as this one did
	 * @throws StoreException when the store does not answer or refuses
	 */
	void release(CacheKey key, String token, boolean waitAgain) throws StoreException;

	/** What came of asking. */
	sealed interface Acquired {

		/**
		 * The caller may load.
		 *
		 * @param started the time of the store, in milliseconds
		 */
		record Granted(long started) implements Acquired {

		}

		/**
		 * Somebody has written since the caller read.
		 *
		 * @param reading what is there now
		 */
		record Newer(Reading reading) implements Acquired {

		}

		/**
		 * Somebody else is loading.
		 *
		 * @param left how long that lease lasts unless renewed
		 */
		record Held(Duration left) implements Acquired {

		}

	}

}
