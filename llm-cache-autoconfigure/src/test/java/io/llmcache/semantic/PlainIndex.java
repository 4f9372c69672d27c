package io.llmcache.semantic;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.llmcache.key.Digest;
import io.llmcache.store.Document;

/**
 * An index that compares with everything there is.
 */
public final class PlainIndex implements VectorIndex {

	private final Map<Digest, Map<Digest, UnitVector>> scopes = new ConcurrentHashMap<>();

	@Override
	public String name() {
		return "plain";
	}

	@Override
	public List<Digest> propose(Digest scope, UnitVector vector, double floor, int limit) {
		Map<Digest, UnitVector> vectors = this.scopes.getOrDefault(scope, Map.of());
		return vectors.keySet()
			.stream()
			.filter((digest) -> vectors.get(digest).cosine(vector) >= floor)
			.sorted(Comparator.comparingDouble((digest) -> -vectors.get(digest).cosine(vector)))
			.limit(limit)
			.toList();
	}

	@Override
	public void add(Document document, UnitVector vector, Duration life) {
		this.scopes.computeIfAbsent(document.scope(), (scope) -> new ConcurrentHashMap<>())
			.put(document.digest(), vector);
	}

	@Override
	public void remove(Digest scope, Digest digest) {
		this.scopes.getOrDefault(scope, Map.of()).remove(digest);
	}

	@Override
	public Readiness readiness() {
		long entries = this.scopes.values().stream().mapToLong(Map::size).sum();
		return new Readiness(true, 1, entries, "compares with everything");
	}

	/** Whether a document of a scope is known. */
	public boolean knows(Digest scope, Digest digest) {
		return this.scopes.getOrDefault(scope, Map.of()).containsKey(digest);
	}

}
