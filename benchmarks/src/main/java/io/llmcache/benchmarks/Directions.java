package io.llmcache.benchmarks;

import java.util.SplittableRandom;

import io.llmcache.semantic.UnitVector;

/**
 * Directions drawn from a seed: the same ones for the same seed, in every JVM. Not
 * thread-safe.
 */
final class Directions {

	private final SplittableRandom random;

	Directions(long seed) {
		this.random = new SplittableRandom(seed);
	}

	/**
	 * A number of equal chance within bounds.
	 */
	double between(double least, double most) {
		return this.random.nextDouble(least, most);
	}

	/**
	 * Any direction; two of them are nearly at right angles.
	 */
	UnitVector any(int dimension) {
		float[] components = new float[dimension];
		for (int i = 0; i < dimension; i++) {
			components[i] = (float) this.random.nextGaussian();
		}
		return UnitVector.of(components);
	}

	/**
	 * Any of the directions that have a cosine to another.
	 * @param vector the other
	 * @param cosine the cosine, in [-1, 1]
	 */
	UnitVector near(UnitVector vector, double cosine) {
		UnitVector aside = any(vector.dimension());
		double along = vector.cosine(aside);
		double upright = Math.sqrt(1 - along * along);
		double sine = Math.sqrt(1 - cosine * cosine);
		float[] components = new float[vector.dimension()];
		for (int i = 0; i < components.length; i++) {
			double normal = (aside.component(i) - along * vector.component(i)) / upright;
			components[i] = (float) (cosine * vector.component(i) + sine * normal);
		}
		return UnitVector.of(components);
	}

}
