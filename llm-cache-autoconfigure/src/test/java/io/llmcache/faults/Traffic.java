package io.llmcache.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

import io.llmcache.CacheCall;
import io.llmcache.CacheOutcome;

/**
 * Callers of some instances who ask some questions again and again, each on a thread of
 * its own, until they are stopped; what they got, and how long it took.
 */
final class Traffic implements AutoCloseable {

	private final List<Thread> threads = new ArrayList<>();

	private final Map<CacheOutcome, LongAdder> outcomes = new ConcurrentHashMap<>();

	private final Map<String, LongAdder> misses = new ConcurrentHashMap<>();

	private final Queue<Throwable> errors = new ConcurrentLinkedQueue<>();

	private final Queue<String> wrong = new ConcurrentLinkedQueue<>();

	private final AtomicLong slowestNanos = new AtomicLong();

	private volatile boolean stopped;

	private Traffic() {
	}

	/**
	 * Sets callers going.
	 * @param callers how many at each instance
	 * @param questions what they ask, each in an order of its own
	 * @param instances whom they ask
	 */
	static Traffic of(int callers, List<String> questions, DeskInstance... instances) {
		Traffic traffic = new Traffic();
		for (DeskInstance instance : instances) {
			for (int i = 0; i < callers; i++) {
				int first = i * questions.size() / callers;
				Thread thread = new Thread(() -> traffic.ask(instance, questions, first), "traffic");
				thread.setDaemon(true);
				traffic.threads.add(thread);
			}
		}
		traffic.threads.forEach(Thread::start);
		return traffic;
	}

	private void ask(DeskInstance instance, List<String> questions, int first) {
		for (int i = first; !this.stopped; i++) {
			String question = questions.get(i % questions.size());
			long began = System.nanoTime();
			try {
				CacheCall<String> call = instance.desk().ask(question);
				this.outcomes.computeIfAbsent(call.outcome(), (outcome) -> new LongAdder()).increment();
				if (call.outcome() == CacheOutcome.MISS) {
					this.misses.computeIfAbsent(question, (asked) -> new LongAdder()).increment();
				}
				if (!("answer to " + question).equals(call.value())) {
					this.wrong.add(question + ": " + call.value());
				}
				Thread.sleep(1);
			}
			catch (Exception | Error ex) {
				this.errors.add(ex);
			}
			this.slowestNanos.accumulateAndGet(System.nanoTime() - began, Math::max);
		}
	}

	/** Waits until so many calls more were answered. */
	void awaitCalls(long more) throws InterruptedException {
		long until = calls() + more;
		while (calls() < until && this.errors.isEmpty()) {
			Thread.sleep(5);
		}
	}

	long calls() {
		return this.outcomes.values().stream().mapToLong(LongAdder::sum).sum();
	}

	long count(CacheOutcome outcome) {
		LongAdder count = this.outcomes.get(outcome);
		return (count != null) ? count.sum() : 0;
	}

	/**
	 * How often a question was loaded although there was a cache: at most, and how many.
	 */
	long mostMisses() {
		return this.misses.values().stream().mapToLong(LongAdder::sum).max().orElse(0);
	}

	int missed() {
		return this.misses.size();
	}

	/** What callers got instead of an answer. */
	List<Throwable> errors() {
		return List.copyOf(this.errors);
	}

	/** Answers to other questions. */
	List<String> wrong() {
		return List.copyOf(this.wrong);
	}

	/** The longest that a call took. */
	Duration slowest() {
		return Duration.ofNanos(this.slowestNanos.get());
	}

	/** Ends the callers. */
	Traffic stop() throws InterruptedException {
		this.stopped = true;
		for (Thread thread : this.threads) {
			thread.join();
		}
		return this;
	}

	@Override
	public String toString() {
		Map<CacheOutcome, Long> counts = new EnumMap<>(CacheOutcome.class);
		this.outcomes.forEach((outcome, count) -> counts.put(outcome, count.sum()));
		return calls() + " calls: "
				+ counts.entrySet()
					.stream()
					.map((entry) -> entry.getValue() + " " + entry.getKey().name().toLowerCase(Locale.ROOT))
					.collect(Collectors.joining(", "))
				+ ", " + this.errors.size() + " errors";
	}

	@Override
	public void close() throws InterruptedException {
		stop();
	}

}
