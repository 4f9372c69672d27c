package io.llmcache.benchmarks;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

import io.llmcache.semantic.Embedder;

/**
 * Texts stand at the angles that they are given, in degrees, in a plane of their own; the
 * others anywhere. Does not know the texts that have a question mark twice.
 */
final class FakeEmbedder implements Embedder {

	static final int DIMENSION = 64;

	private final Map<String, Double> angles = new HashMap<>();

	final AtomicInteger calls = new AtomicInteger();

	FakeEmbedder at(double angle, String text) {
		this.angles.put(text, angle);
		return this;
	}

	@Override
	public String id() {
		return "fake/model";
	}

	@Override
	public int dimension() {
		return DIMENSION;
	}

	@Override
	public float[] embed(String text) {
		this.calls.incrementAndGet();
		if (text.contains("??")) {
			throw new IllegalArgumentException("Unknown");
		}
		float[] vector = new float[DIMENSION];
		Double angle = this.angles.get(text);
		if (angle != null) {
			vector[0] = (float) Math.cos(Math.toRadians(angle));
			vector[1] = (float) Math.sin(Math.toRadians(angle));
			return vector;
		}
		Random random = new Random(text.hashCode());
		for (int i = 2; i < DIMENSION; i++) {
			vector[i] = (float) random.nextGaussian();
		}
		return vector;
	}

}
