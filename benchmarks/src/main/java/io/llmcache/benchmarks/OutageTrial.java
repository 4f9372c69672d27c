package io.llmcache.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.DoubleAccumulator;

import io.llmcache.test.TestRedis;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * Takes Redis away from an application that keeps calling, and gives it back. To be used
 * by one thread.
 */
final class OutageTrial {

	private static final long MODEL_MILLIS = 20;

	private static final int WARM_UPS = 3;

	private static final long OUTAGE_NANOS = 1_000_000_000;

	private static final long PATIENCE_NANOS = 30_000_000_000L;

	private final TestRedis redis;

	private final Assistant assistant;

	private final Model model;

	OutageTrial(TestRedis redis, ConfigurableApplicationContext context) {
		this.redis = redis;
		this.assistant = context.getBean(Assistant.LLM_CACHE, Assistant.class);
		this.model = context.getBean(Model.class);
		this.model.reset(MODEL_MILLIS);
	}

	/**
	 * Both with a model that takes no time: thousands of calls, so that what is measured
	 * after it is the cache and not the compiler.
	 */
	void warmUp() {
		this.model.reset(0);
		for (int i = 0; i < WARM_UPS; i++) {
			hung();
			killed();
		}
		this.model.reset(MODEL_MILLIS);
	}

	/** Redis neither answers nor goes away. */
	Outage hung() {
		return outage(this.redis::pause, () -> {
			long back = System.nanoTime();
			this.redis.resume();
			return back;
		});
	}

	/** Redis is gone, and with it its data. */
	Outage killed() {
		return outage(this.redis::kill, () -> {
			this.redis.restart();
			return System.nanoTime();
		});
	}

	private Outage outage(Runnable begin, Return end) {
		awaitHit(0);
		begin.run();
		long until = System.nanoTime() + OUTAGE_NANOS;
		double first = beyondModel(0);
		List<Double> later = new ArrayList<>();
		while (System.nanoTime() - until < 0) {
			later.add(beyondModel(0));
		}
		long back = end.at();
		awaitHit(0);
		return new Outage(first, later, (System.nanoTime() - back) / 1e6);
	}

	/**
	 * The slowest of all calls that several callers make, each with a question of its
	 * own, from before Redis hangs until they have noticed.
	 */
	double slowestTogether(Crowd crowd, int callers) {
		for (int number = 0; number <= callers; number++) {
			awaitHit(number);
		}
		DoubleAccumulator slowest = new DoubleAccumulator(Math::max, 0);
		long until = System.nanoTime() + OUTAGE_NANOS;
		crowd.all((number) -> {
			if (number == callers) {
				this.redis.pause();
				return;
			}
			while (System.nanoTime() - until < 0) {
				slowest.accumulate(beyondModel(number));
			}
		});
		this.redis.resume();
		return slowest.get();
	}

	/** Calls until an answer comes from the cache. */
	private void awaitHit(int number) {
		long end = System.nanoTime() + PATIENCE_NANOS;
		while (true) {
			this.model.took();
			ask(number);
			if (this.model.took() == 0) {
				return;
			}
			if (System.nanoTime() - end > 0) {
				throw new IllegalStateException("No hit half a minute after Redis was back");
			}
		}
	}

	private double beyondModel(int number) {
		String question = question(number);
		this.model.took();
		long begin = System.nanoTime();
		String answer = this.assistant.answer(question);
		long nanos = System.nanoTime() - begin;
		check(question, answer);
		return (nanos - this.model.took()) / 1e6;
	}

	private void ask(int number) {
		String question = question(number);
		check(question, this.assistant.answer(question));
	}

	private static String question(int number) {
		return "outage-" + number;
	}

	private static void check(String question, String answer) {
		if (!Model.answerTo(question).equals(answer)) {
			throw new IllegalStateException("Not the answer to this question");
		}
	}

	/** Ends an outage and tells when Redis was back. */
	private interface Return {

		long at();

	}

}
