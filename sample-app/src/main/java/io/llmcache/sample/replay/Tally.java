package io.llmcache.sample.replay;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.llmcache.CacheOutcome;
import io.llmcache.sample.data.Question;
import io.llmcache.sample.desk.Answer;

/**
 * Counts the answers of a replay and keeps their times. Thread-safe; percentiles are to
 * be asked for when all answers are in.
 */
final class Tally {

	private final Map<CacheOutcome, Times> byOutcome = new EnumMap<>(CacheOutcome.class);

	private final Course course = new Course();

	private final AtomicInteger errors = new AtomicInteger();

	private final AtomicLong savedMillis = new AtomicLong();

	Tally(int requests) {
		for (CacheOutcome outcome : CacheOutcome.values()) {
			this.byOutcome.put(outcome, new Times(requests));
		}
	}

	void add(Question question, Answer answer) {
		times(answer.outcome()).add(answer.millis());
		this.savedMillis.addAndGet(answer.savedMillis());
		this.course.add(question, answer);
	}

	void addError() {
		this.errors.incrementAndGet();
	}

	int requests() {
		return this.errors.get() + Arrays.stream(CacheOutcome.values()).mapToInt(this::count).sum();
	}

	int count(CacheOutcome outcome) {
		return times(outcome).count();
	}

	int hits() {
		return Arrays.stream(CacheOutcome.values()).filter(CacheOutcome::isHit).mapToInt(this::count).sum();
	}

	/** Hits among hits and misses, as a share; 0 before the first of either. */
	double hitRate() {
		int hits = hits();
		return hits / (double) Math.max(1, hits + count(CacheOutcome.MISS));
	}

	Course course() {
		return this.course;
	}

	int errors() {
		return this.errors.get();
	}

	long savedMillis() {
		return this.savedMillis.get();
	}

	/** The time in milliseconds that the share of the answers did not exceed, or NaN. */
	double percentile(CacheOutcome outcome, double share) {
		return times(outcome).percentile(share);
	}

	private Times times(CacheOutcome outcome) {
		Times times = this.byOutcome.get(outcome);
		if (times == null) {
			throw new IllegalArgumentException("No such outcome: " + outcome);
		}
		return times;
	}

	private static final class Times {

		private final double[] millis;

		private final AtomicInteger next = new AtomicInteger();

		Times(int most) {
			this.millis = new double[most];
		}

		void add(double time) {
			this.millis[this.next.getAndIncrement()] = time;
		}

		int count() {
			return this.next.get();
		}

		double percentile(double share) {
			double[] sorted = Arrays.copyOf(this.millis, count());
			Arrays.sort(sorted);
			return (sorted.length == 0) ? Double.NaN : sorted[(int) Math.ceil(share * sorted.length) - 1];
		}

	}

}
