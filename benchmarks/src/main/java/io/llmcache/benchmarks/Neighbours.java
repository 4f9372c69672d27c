package io.llmcache.benchmarks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

import io.llmcache.key.Digest;
import io.llmcache.semantic.SemanticPolicy.Candidate;
import io.llmcache.semantic.UnitVector;

/**
 * Which texts of a set are near each other, by exact cosine. Computed once for all orders
 * in which they may arrive; linear in the square of their number.
 */
final class Neighbours {

	/** Nothing is stored anywhere. */
	private static final Digest NOWHERE = Digest.of(new byte[Digest.LENGTH]);

	private final Map<String, List<Candidate>> near = new HashMap<>();

	/**
	 * Finds them.
	 * @param texts the texts, each once
	 * @param vectors their vectors; a text without one has no neighbours
	 * @param floor the least cosine that counts
	 */
	Neighbours(List<String> texts, TextVectors vectors, double floor) {
		List<String> readable = new ArrayList<>();
		List<UnitVector> all = new ArrayList<>();
		for (String text : texts) {
			UnitVector vector = vectors.of(text);
			if (vector != null) {
				readable.add(text);
				all.add(vector);
			}
		}
		List<List<Edge>> edges = IntStream.range(0, all.size())
			.parallel()
			.mapToObj((index) -> before(index, all, floor))
			.toList();
		for (int i = 0; i < all.size(); i++) {
			for (Edge edge : edges.get(i)) {
				join(readable.get(i), readable.get(edge.to()), edge.cosine());
				join(readable.get(edge.to()), readable.get(i), edge.cosine());
			}
		}
	}

	private static List<Edge> before(int index, List<UnitVector> all, double floor) {
		List<Edge> edges = new ArrayList<>();
		UnitVector one = all.get(index);
		for (int other = 0; other < index; other++) {
			double cosine = one.cosine(all.get(other));
			if (cosine >= floor) {
				edges.add(new Edge(other, cosine));
			}
		}
		return edges;
	}

	private void join(String from, String to, double cosine) {
		this.near.computeIfAbsent(from, (text) -> new ArrayList<>()).add(new Candidate(NOWHERE, to, cosine));
	}

	/**
	 * The texts near another, itself excluded.
	 */
	List<Candidate> of(String text) {
		return this.near.getOrDefault(text, List.of());
	}

	static Candidate candidate(String text, double cosine) {
		return new Candidate(NOWHERE, text, cosine);
	}

	private record Edge(int to, double cosine) {

	}

}
