package io.llmcache.benchmarks;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

import io.llmcache.benchmarks.Wording.Asked;
import io.llmcache.semantic.Embedder;
import io.llmcache.semantic.UnitVector;

/**
 * Stands for an embedding model: knows where in a {@link Corpus} the questions of
 * {@link Wording} lie, so that embedding takes no time that would count. Thread-safe.
 */
final class CorpusEmbedder implements Embedder {

	private final Corpus corpus;

	private final Map<String, float[]> prepared = new ConcurrentHashMap<>();

	private final AtomicLong calls = new AtomicLong();

	CorpusEmbedder(Corpus corpus) {
		this.corpus = corpus;
	}

	/**
	 * Computes vectors beforehand: the others take some ten microseconds.
	 */
	void prepare(Collection<Asked> questions) {
		questions.parallelStream().forEach((asked) -> this.prepared.put(asked.text(), floats(of(asked.text()))));
	}

	/** Number of texts embedded so far. */
	long calls() {
		return this.calls.get();
	}

	@Override
	public String id() {
		return "corpus";
	}

	@Override
	public int dimension() {
		return this.corpus.dimension();
	}

	@Override
	public float[] embed(String text) {
		this.calls.incrementAndGet();
		float[] vector = this.prepared.get(text);
		return (vector != null) ? vector : floats(of(text));
	}

	private UnitVector of(String text) {
		Asked asked = Wording.read(text);
		if (asked == null) {
			return new Directions(text.hashCode()).any(dimension());
		}
		return (asked.wording() == Wording.STORED) ? this.corpus.vector(asked.number())
				: this.corpus.reworded(asked.number(), asked.wording().ordinal());
	}

	private static float[] floats(UnitVector vector) {
		float[] floats = new float[vector.dimension()];
		for (int i = 0; i < floats.length; i++) {
			floats[i] = vector.component(i);
		}
		return floats;
	}

}
