package io.llmcache.intercept;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;

import io.llmcache.CachePolicy;
import io.llmcache.SemanticMode;

/**
 * The caches, versions and operations that this JVM has come across. Thread-safe.
 */
public final class Directory {

	/** The first policy seen of each cache, by version. */
	private final Map<String, Map<String, CachePolicy>> policies = new ConcurrentSkipListMap<>();

	private final List<CachedOperation> operations = new CopyOnWriteArrayList<>();

	void add(CachedOperation operation) {
		add(operation.policy());
		this.operations.add(operation);
	}

	void add(CachePolicy policy) {
		this.policies.computeIfAbsent(policy.cache(), (absent) -> new ConcurrentHashMap<>())
			.putIfAbsent(policy.version(), policy);
	}

	/**
	 * Names of the caches.
	 */
	public Set<String> caches() {
		return new TreeSet<>(this.policies.keySet());
	}

	/**
	 * The joined prompt versions in use in a cache.
	 * @param cache its name
	 */
	public Set<String> versions(String cache) {
		return Set.copyOf(this.policies.getOrDefault(cache, Map.of()).keySet());
	}

	/** A policy for each version in use in a cache. */
	Collection<CachePolicy> policies(String cache) {
		return List.copyOf(this.policies.getOrDefault(cache, Map.of()).values());
	}

	/**
	 * Whether any operation known so far looks for the same question in other words.
	 */
	public boolean isSemantic() {
		return this.policies.values()
			.stream()
			.flatMap((versions) -> versions.values().stream())
			.anyMatch((policy) -> policy.semantic().mode() != SemanticMode.OFF);
	}

	/**
	 * The annotated operations of a cache.
	 * @param cache its name
	 */
	public List<CachedOperation> operations(String cache) {
		return this.operations.stream().filter((operation) -> operation.policy().cache().equals(cache)).toList();
	}

}
