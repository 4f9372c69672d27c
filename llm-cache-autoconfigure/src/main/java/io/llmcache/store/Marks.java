package io.llmcache.store;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.llmcache.key.CacheKey;
import io.llmcache.key.Digest;
import org.jspecify.annotations.Nullable;

/**
 * What this JVM knows of the marks in Redis: "everything of this cache or tenant loaded
 * before then is void". Normally empty. Thread-safe.
 */
final class Marks {

	/**
	 * Covers the clocks of two cluster nodes: the mark may be set on one, the load
	 * stamped by another. What was loaded within it is simply loaded once more.
	 */
	static final long TOLERANCE_MILLIS = 1_000;

	private static final long OVERLAP_MILLIS = 10_000;

	private final Map<String, Map<String, Long>> byCache = new ConcurrentHashMap<>();

	private final Set<String> read = ConcurrentHashMap.newKeySet();

	/** Caches whose marks are of interest to this JVM. */
	Set<String> caches() {
		return this.byCache.keySet();
	}

	/** Whether the marks of a cache have been read at least once. */
	boolean knows(String cache) {
		return this.read.contains(cache);
	}

	/** Has the marks of a cache read from now on; they are not known before that. */
	void expect(String cache) {
		this.byCache.putIfAbsent(cache, Map.of());
	}

	/** Takes note of one mark beside those that are known. */
	void add(String cache, String field, long mark) {
		this.byCache.merge(cache, Map.of(field, mark), (known, added) -> {
			Map<String, Long> merged = new HashMap<>(known);
			merged.merge(field, mark, Math::max);
			return Map.copyOf(merged);
		});
	}

	/**
	 * Takes note of all marks of a cache. Marks younger than the overlap stay although
	 * the reading lacks them: it may have been on its way when they were set.
	 */
	void learn(String cache, Map<String, Long> reading, long now) {
		this.byCache.merge(cache, Map.copyOf(reading), (known, read) -> {
			Map<String, Long> merged = new HashMap<>(read);
			known.forEach((field, mark) -> {
				if (now - mark < OVERLAP_MILLIS) {
					merged.merge(field, mark, Math::max);
				}
			});
			return Map.copyOf(merged);
		});
		this.read.add(cache);
	}

	boolean voids(long started, CacheKey key) {
		return isMarked(this.byCache.get(RedisKeys.ALL), started, key.tenant())
				|| isMarked(this.byCache.get(key.cache()), started, key.tenant());
	}

	private static boolean isMarked(@Nullable Map<String, Long> marks, long started, @Nullable Digest tenant) {
		if (marks == null || marks.isEmpty()) {
			return false;
		}
		return isBefore(started, marks.get(RedisKeys.ALL))
				|| (tenant != null && isBefore(started, marks.get(tenant.hex())));
	}

	private static boolean isBefore(long started, @Nullable Long mark) {
		return mark != null && started <= mark + TOLERANCE_MILLIS;
	}

}
