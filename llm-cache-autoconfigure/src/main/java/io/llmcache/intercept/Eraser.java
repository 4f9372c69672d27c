package io.llmcache.intercept;

import io.llmcache.CacheIncident;
import io.llmcache.WriteOutcome;
import io.llmcache.engine.CacheEvents;
import io.llmcache.engine.ResponseCache;
import io.llmcache.key.Digest;
import io.llmcache.store.Notice;
import io.llmcache.store.ResponseStore;
import io.llmcache.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * Removes answers and voids the loads that run for them: at once in this JVM, by notice
 * in the others. Thread-safe.
 */
public final class Eraser {

	private final ResponseStore store;

	private final ResponseCache cache;

	private final Policies policies;

	private final CacheEvents events;

	/**
	 * An eraser.
	 * @param store where answers are
	 * @param cache whose flights are detached
	 * @param policies tell how long a mark must be remembered
	 * @param events told of writes that fail
	 */
	public Eraser(ResponseStore store, ResponseCache cache, Policies policies, CacheEvents events) {
		this.store = store;
		this.cache = cache;
		this.policies = policies;
		this.events = events;
	}

	WriteOutcome evict(String cache, String version, Digest digest) {
		this.cache.onNotice(new Notice.Evicted(digest));
		try {
			return this.store.evict(cache, version, digest) ? WriteOutcome.DONE : WriteOutcome.ABSENT;
		}
		catch (StoreException ex) {
			return failed(cache);
		}
	}

	/** The answer to another question was the wrong one for this question. */
	WriteOutcome reject(String cache, String version, Digest digest) {
		try {
			return this.store.reject(cache, version, digest) ? WriteOutcome.DONE : WriteOutcome.ABSENT;
		}
		catch (StoreException ex) {
			return failed(cache);
		}
	}

	WriteOutcome clear(String cache, @Nullable Digest tenant) {
		this.cache.onNotice(new Notice.Marked(cache, (tenant != null) ? tenant.hex() : ResponseStore.ALL_CACHES));
		try {
			this.store.invalidate(cache, tenant, this.policies.longestLife());
			return WriteOutcome.DONE;
		}
		catch (StoreException ex) {
			return failed(cache);
		}
	}

	private WriteOutcome failed(String cache) {
		this.events.incident(cache, CacheIncident.FAILED_WRITE);
		return WriteOutcome.UNAVAILABLE;
	}

}
