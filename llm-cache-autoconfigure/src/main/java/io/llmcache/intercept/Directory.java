package io.llmcache.intercept;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.llmcache.CachePolicy;

/**
 * The caches, versions and operations that this JVM has come across. Thread-safe.
 */
public final class Directory {

	private final Map<String, Set<String>> versions = new ConcurrentSkipListMap<>();

	private final List<CachedOperation> operations = new CopyOnWriteArrayList<>();

	void add(CachedOperation operation) {
		add(operation.policy());
		this.operations.add(operation);
	}

	void add(CachePolicy policy) {
		this.versions.computeIfAbsent(policy.cache(), (absent) -> ConcurrentHashMap.newKeySet()).add(policy.version());
	}

	/**
	 * Names of the caches.
	 */
	public Set<String> caches() {
		return new TreeSet<>(this.versions.keySet());
	}

	/**
	 * The joined prompt versions in use in a cache.
	 * @param cache its name
	 */
	public Set<String> versions(String cache) {
		return Set.copyOf(this.versions.getOrDefault(cache, Set.of()));
	}

	/**
	 * The annotated operations of a cache.
	 * @param cache its name
	 */
	public List<CachedOperation> operations(String cache) {
		return this.operations.stream().filter((operation) -> operation.policy().cache().equals(cache)).toList();
	}

}
