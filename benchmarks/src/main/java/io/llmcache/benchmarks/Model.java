package io.llmcache.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A language model that takes a while and counts its calls. Thread-safe.
 */
class Model {

	/** Size in bytes of every answer. */
	static final int ANSWER = 1500;

	private final AtomicInteger calls = new AtomicInteger();

	private final ThreadLocal<Long> took = ThreadLocal.withInitial(() -> 0L);

	private volatile long latencyMillis;

	private volatile long lastEnd;

	String reply(String question) {
		long begin = System.nanoTime();
		sleep(this.latencyMillis);
		String answer = answerTo(question);
		this.calls.incrementAndGet();
		long end = System.nanoTime();
		this.lastEnd = end;
		this.took.set(end - begin);
		return answer;
	}

	/** What the model says to a question. */
	static String answerTo(String question) {
		return Text.of(question.hashCode(), ANSWER);
	}

	/** Forgets all calls. */
	void reset(long latencyMillis) {
		this.latencyMillis = latencyMillis;
		this.calls.set(0);
		this.lastEnd = 0;
	}

	int calls() {
		return this.calls.get();
	}

	/**
	 * When the last call ended, as {@link System#nanoTime()}; 0 when there was none.
	 */
	long lastEnd() {
		return this.lastEnd;
	}

	/**
	 * Nanoseconds of the last call by this thread, told once; 0 when it has made none
	 * since.
	 */
	long took() {
		long nanos = this.took.get();
		this.took.set(0L);
		return nanos;
	}

	private static void sleep(long millis) {
		try {
			TimeUnit.MILLISECONDS.sleep(millis);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
