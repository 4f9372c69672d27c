package io.llmcache.benchmarks;

import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;

import io.llmcache.LlmCacheEvict;
import io.llmcache.LlmCached;
import io.llmcache.LlmTenant;

/**
 * Answers the traffic of {@link SoakProcess}, with a model that fails now and then.
 * Thread-safe.
 */
class SoakAssistant {

	static final String CACHE = "soak";

	private static final int SIZE = 1000;

	private static final double FAILING = 0.005;

	private static final int LONGEST_MILLIS = 40;

	private final LongAdder calls = new LongAdder();

	private final LongAdder failures = new LongAdder();

	/**
	 * An answer.
	 * @throws ModelFailure when the model fails
	 */
	@LlmCached(cache = CACHE, operation = "answer", model = "canned")
	String answer(@LlmTenant String tenant, String question) throws ModelFailure {
		this.calls.increment();
		SemanticApplication.sleep(ThreadLocalRandom.current().nextInt(5, LONGEST_MILLIS));
		if (ThreadLocalRandom.current().nextDouble() < FAILING) {
			this.failures.increment();
			throw new ModelFailure();
		}
		return answerTo(tenant, question);
	}

	@LlmCacheEvict(cache = CACHE, operation = "answer")
	void forget(@LlmTenant String tenant, String question) {
		// The annotation does it.
	}

	static String answerTo(String tenant, String question) {
		return tenant + " asked " + question + ": " + Text.of(question.hashCode(), SIZE);
	}

	long calls() {
		return this.calls.sum();
	}

	long failures() {
		return this.failures.sum();
	}

	/** What the model makes itself; callers must see it and nothing else. */
	static final class ModelFailure extends Exception {

		private static final long serialVersionUID = 1L;

		ModelFailure() {
			super("The model failed", null, false, false);
		}

	}

}
