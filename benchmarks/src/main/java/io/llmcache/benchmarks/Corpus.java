package io.llmcache.benchmarks;

import java.util.List;

import io.llmcache.semantic.UnitVector;

/**
 * As many directions as wanted, that lie as those of stored questions do: real ones, and
 * around each the others of its family, as prompts made from one template. When the real
 * ones run out, families are built around directions at some distance from them. Keeps
 * the real ones only: the same number gives the same direction in every JVM that knows
 * the same real ones. Thread-safe.
 */
final class Corpus {

	/** Directions of a family, the real one included. */
	static final int FAMILY = 5;

	private static final double LEAST_IN_FAMILY = 0.96;

	private static final double MOST_IN_FAMILY = 0.999;

	/** Cosine of another wording of a question: served at the default threshold. */
	private static final double WORDING = 0.985;

	private final List<UnitVector> real;

	Corpus(List<UnitVector> real) {
		this.real = List.copyOf(real);
	}

	int dimension() {
		return this.real.get(0).dimension();
	}

	/**
	 * How many directions there are before families are built around others than the real
	 * ones.
	 */
	int realFamilies() {
		return this.real.size();
	}

	/**
	 * The direction of a question.
	 * @param number its number, from 0
	 */
	UnitVector vector(int number) {
		UnitVector base = base(number / FAMILY);
		if (number % FAMILY == 0) {
			return base;
		}
		Directions directions = new Directions(number);
		return directions.near(base, directions.between(LEAST_IN_FAMILY, MOST_IN_FAMILY));
	}

	private UnitVector base(int family) {
		UnitVector base = this.real.get(family % this.real.size());
		if (family < this.real.size()) {
			return base;
		}
		Directions directions = new Directions(-1L - family);
		return directions.near(base, directions.between(0.5, 0.9));
	}

	/**
	 * The direction of a question in other words.
	 * @param number its number
	 * @param wording which of its other wordings
	 */
	UnitVector reworded(int number, int wording) {
		// A seed that no question has.
		long seed = Long.MIN_VALUE + ((long) number << 32) + wording;
		return new Directions(seed).near(vector(number), WORDING);
	}

}
