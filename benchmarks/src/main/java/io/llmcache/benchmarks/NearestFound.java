package io.llmcache.benchmarks;

import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

import io.llmcache.benchmarks.Wording.Asked;
import io.llmcache.key.CacheKey;
import io.llmcache.semantic.UnitVector;
import io.llmcache.store.Document;
import io.llmcache.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * Whether an index proposes the stored question that really is the nearest. Which one
 * that is is told by comparing with all of them, component by component.
 */
final class NearestFound {

	/** Sums of the same products in another order. */
	private static final double ROUNDING = 1e-5;

	private final Corpus corpus;

	private final List<Probe> probes;

	/**
	 * Draws probes around stored questions and looks for the nearest of each.
	 * @param corpus the questions
	 * @param stored how many of them are stored
	 * @param probes how many to draw
	 */
	NearestFound(Corpus corpus, int stored, int probes) {
		this.corpus = corpus;
		float[] all = new float[stored * corpus.dimension()];
		IntStream.range(0, stored).parallel().forEach((number) -> copy(corpus.vector(number), all, number));
		this.probes = IntStream.range(0, probes)
			.parallel()
			.mapToObj((i) -> probe(corpus, stored, i, all))
			.filter((probe) -> probe.cosine() >= SemanticApplication.THRESHOLD)
			.toList();
	}

	private static void copy(UnitVector vector, float[] target, int number) {
		for (int i = 0; i < vector.dimension(); i++) {
			target[number * vector.dimension() + i] = vector.component(i);
		}
	}

	private static Probe probe(Corpus corpus, int stored, int seed, float[] all) {
		SplittableRandom random = new SplittableRandom(seed);
		int near = random.nextInt(stored);
		UnitVector vector = new Directions(random.nextLong()).near(corpus.vector(near),
				random.nextDouble(0.965, 0.999));
		return new Probe(vector, nearest(all, vector));
	}

	/** The cosine of the nearest of all. */
	static double nearest(float[] all, UnitVector vector) {
		float[] probe = new float[vector.dimension()];
		copy(vector, probe, 0);
		float nearest = -1;
		for (int start = 0; start < all.length; start += probe.length) {
			nearest = Math.max(nearest, dot(all, start, probe));
		}
		return nearest;
	}

	/** Four sums at a time: additions need not wait for one another. */
	private static float dot(float[] all, int start, float[] probe) {
		float s0 = 0;
		float s1 = 0;
		float s2 = 0;
		float s3 = 0;
		int i = 0;
		for (; i + 3 < probe.length; i += 4) {
			s0 += all[start + i] * probe[i];
			s1 += all[start + i + 1] * probe[i + 1];
			s2 += all[start + i + 2] * probe[i + 2];
			s3 += all[start + i + 3] * probe[i + 3];
		}
		for (; i < probe.length; i++) {
			s0 += all[start + i] * probe[i];
		}
		return (s0 + s1) + (s2 + s3);
	}

	/** How many probes have a neighbour that is near enough to be served. */
	int hits() {
		return this.probes.size();
	}

	/**
	 * The share of those probes whose nearest is among what the index proposes.
	 * @param application has them stored
	 * @param asker any request of their scope
	 */
	double share(SemanticApplication application, CacheKey asker) throws StoreException {
		int found = 0;
		for (Probe probe : this.probes) {
			List<Document> documents = application.read(asker, application.propose(asker, probe.vector()));
			found += documents.stream().anyMatch((document) -> isNearest(document, probe)) ? 1 : 0;
		}
		return found / (double) hits();
	}

	private boolean isNearest(Document document, Probe probe) {
		@Nullable Asked asked = Wording.read(document.prompt());
		UnitVector stored = this.corpus.vector(Objects.requireNonNull(asked).number());
		return stored.cosine(probe.vector()) >= probe.cosine() - ROUNDING;
	}

	/**
	 * A question to be looked for.
	 *
	 * @param vector its direction
	 * @param cosine that of the nearest stored question
	 */
	private record Probe(UnitVector vector, double cosine) {

	}

}
