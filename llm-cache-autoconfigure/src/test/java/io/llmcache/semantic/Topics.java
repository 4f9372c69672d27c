package io.llmcache.semantic;

import java.util.Random;

/**
 * A fake embedding model: texts that begin with the same word are very near to one
 * another, others are not.
 */
public final class Topics implements Embedder {

	private static final int DIMENSION = 64;

	private static final float NOISE = 0.01f;

	@Override
	public String id() {
		return "topics";
	}

	@Override
	public int dimension() {
		return DIMENSION;
	}

	@Override
	public float[] embed(String text) {
		Random topic = new Random(text.split(" ", 2)[0].hashCode() * 31L);
		Random words = new Random(text.hashCode());
		float[] vector = new float[DIMENSION];
		for (int i = 0; i < DIMENSION; i++) {
			vector[i] = (float) topic.nextGaussian() + NOISE * (float) words.nextGaussian();
		}
		return vector;
	}

}
