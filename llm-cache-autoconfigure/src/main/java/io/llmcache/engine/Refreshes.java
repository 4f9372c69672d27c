package io.llmcache.engine;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.llmcache.key.Digest;

/**
 * The refreshes of this JVM: one at a time per digest, and a pause after one that failed.
 * Thread-safe.
 */
final class Refreshes {

	private static final int MAX_PAUSED = 10_000;

	private final Set<Digest> running = ConcurrentHashMap.newKeySet();

	private final Cache<Digest, Boolean> paused;

	Refreshes(Duration backoff) {
		this.paused = Caffeine.newBuilder().maximumSize(MAX_PAUSED).expireAfterWrite(backoff).build();
	}

	boolean claim(Digest digest) {
		if (isPaused(digest) || !this.running.add(digest)) {
			return false;
		}
		// Looked at again: the one who had it may have failed since, and pauses first.
		if (isPaused(digest)) {
			release(digest);
			return false;
		}
		return true;
	}

	private boolean isPaused(Digest digest) {
		return this.paused.getIfPresent(digest) != null;
	}

	void release(Digest digest) {
		this.running.remove(digest);
	}

	void pause(Digest digest) {
		this.paused.put(digest, true);
		release(digest);
	}

	int running() {
		return this.running.size();
	}

}
