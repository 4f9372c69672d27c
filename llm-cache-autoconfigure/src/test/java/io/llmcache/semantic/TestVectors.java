package io.llmcache.semantic;

import java.util.Random;

/**
 * Vectors drawn from a seed.
 */
public final class TestVectors {

	private final Random random;

	private final int dimension;

	/**
	 * A source of vectors.
	 * @param seed the same vectors for the same seed
	 * @param dimension number of components
	 */
	public TestVectors(long seed, int dimension) {
		this.random = new Random(seed);
		this.dimension = dimension;
	}

	/**
	 * Any direction; two of them are nearly at right angles.
	 */
	public UnitVector any() {
		float[] components = new float[this.dimension];
		for (int i = 0; i < components.length; i++) {
			components[i] = (float) this.random.nextGaussian();
		}
		return UnitVector.of(components);
	}

	/**
	 * Any of the directions that have a cosine to another.
	 * @param vector the other
	 * @param cosine the cosine, in [-1, 1]
	 */
	public UnitVector near(UnitVector vector, double cosine) {
		UnitVector aside = any();
		double along = vector.cosine(aside);
		double upright = Math.sqrt(1 - along * along);
		double sine = Math.sqrt(1 - cosine * cosine);
		float[] components = new float[this.dimension];
		for (int i = 0; i < components.length; i++) {
			double normal = (aside.component(i) - along * vector.component(i)) / upright;
			components[i] = (float) (cosine * vector.component(i) + sine * normal);
		}
		return UnitVector.of(components);
	}

}
