package io.llmcache.semantic;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * A model that does what a test wants, and counts its calls.
 */
final class FakeEmbedder implements Embedder {

	static final int DIMENSION = 8;

	private final AtomicInteger calls = new AtomicInteger();

	private volatile Function<String, float[]> answer;

	FakeEmbedder(Function<String, float[]> answer) {
		this.answer = answer;
	}

	/** Different texts point into different directions. */
	static FakeEmbedder sound() {
		return new FakeEmbedder(FakeEmbedder::directionOf);
	}

	/** Does not answer, and does not heed interrupts, until it is let go. */
	static Function<String, float[]> hung(CountDownLatch release) {
		return (text) -> {
			awaitStubbornly(release);
			return directionOf(text);
		};
	}

	static float[] directionOf(String text) {
		float[] vector = new float[DIMENSION];
		vector[Math.floorMod(text.hashCode(), DIMENSION)] = 2;
		vector[text.length() % DIMENSION] += 1;
		return vector;
	}

	private static void awaitStubbornly(CountDownLatch release) {
		while (release.getCount() > 0) {
			try {
				release.await();
			}
			catch (InterruptedException ex) {
				// Some clients do swallow it.
			}
		}
	}

	void answers(Function<String, float[]> answer) {
		this.answer = answer;
	}

	int calls() {
		return this.calls.get();
	}

	@Override
	public String id() {
		return "fake";
	}

	@Override
	public int dimension() {
		return DIMENSION;
	}

	@Override
	public float[] embed(String text) {
		this.calls.incrementAndGet();
		return this.answer.apply(text);
	}

	@Override
	public int maxCharacters() {
		return 100;
	}

}
