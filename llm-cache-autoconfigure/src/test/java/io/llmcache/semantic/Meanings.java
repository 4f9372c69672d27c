package io.llmcache.semantic;

import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * A fake embedding model: a text lies where a test has put it, any other text somewhere
 * of its own. Counts its calls and can be made to fail.
 */
public final class Meanings implements Embedder {

	/** Number of components. */
	public static final int DIMENSION = 64;

	private final Map<String, float[]> places = new ConcurrentHashMap<>();

	private final AtomicInteger calls = new AtomicInteger();

	private volatile @Nullable RuntimeException failure;

	/**
	 * Puts a text near to another.
	 * @param text the text
	 * @param other the other
	 * @param cosine cosine between the two
	 */
	public Meanings put(String text, String other, double cosine) {
		float[] base = of(other);
		float[] away = random("away from " + text);
		double along = dot(base, away);
		for (int i = 0; i < DIMENSION; i++) {
			away[i] -= (float) (along * base[i]);
		}
		double length = Math.sqrt(dot(away, away));
		float[] place = new float[DIMENSION];
		double sine = Math.sqrt(1 - cosine * cosine);
		for (int i = 0; i < DIMENSION; i++) {
			place[i] = (float) (cosine * base[i] + sine * away[i] / length);
		}
		this.places.put(text, place);
		return this;
	}

	/**
	 * Fails from now on.
	 * @param failure what to throw; null to work again
	 */
	public void failWith(@Nullable RuntimeException failure) {
		this.failure = failure;
	}

	/** Number of texts embedded so far. */
	public int calls() {
		return this.calls.get();
	}

	@Override
	public String id() {
		return "meanings";
	}

	@Override
	public int dimension() {
		return DIMENSION;
	}

	@Override
	public float[] embed(String text) {
		this.calls.incrementAndGet();
		RuntimeException failure = this.failure;
		if (failure != null) {
			throw failure;
		}
		return of(text).clone();
	}

	private float[] of(String text) {
		return this.places.computeIfAbsent(text, Meanings::random);
	}

	private static float[] random(String text) {
		Random random = new Random(text.hashCode());
		float[] vector = new float[DIMENSION];
		double squares = 0;
		for (int i = 0; i < DIMENSION; i++) {
			vector[i] = (float) random.nextGaussian();
			squares += vector[i] * vector[i];
		}
		for (int i = 0; i < DIMENSION; i++) {
			vector[i] /= (float) Math.sqrt(squares);
		}
		return vector;
	}

	private static double dot(float[] a, float[] b) {
		double sum = 0;
		for (int i = 0; i < DIMENSION; i++) {
			sum += a[i] * b[i];
		}
		return sum;
	}

}
