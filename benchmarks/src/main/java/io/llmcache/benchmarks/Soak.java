package io.llmcache.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;

/**
 * One run of {@link SoakBenchmark}: its course, and what it shows. To be used by one
 * thread.
 */
final class Soak {

	/** From here on the heap of a process tells something. */
	private static final int LONG_SECONDS = 180;

	/** Before each fault: the share of hits when all is well. */
	private static final int LOOK_SECONDS = 2;

	/** The traffic clears everything now and then: one look may come right after that. */
	private static final int LAST_LOOKS = 3;

	private static final int SETTLING_SECONDS = 15;

	private static final List<String> HITS = List.of("outcome.EXACT_HIT", "outcome.STALE_HIT");

	private final Report report;

	private final Soakers soakers;

	private final SoakFaults faults;

	private final int seconds;

	private final int pause;

	private final List<Double> hitShares = new ArrayList<>();

	private long begun;

	private long keysWithoutEnd;

	private long mostKeys;

	/**
	 * A run.
	 * @param seconds how long
	 * @param pause seconds between two faults
	 */
	Soak(Report report, Soakers soakers, SoakFaults faults, int seconds, int pause) {
		this.report = report;
		this.soakers = soakers;
		this.faults = faults;
		this.seconds = seconds;
		this.pause = pause;
	}

	void run() throws IOException, InterruptedException {
		Still first = null;
		this.soakers.ask("go");
		this.begun = System.nanoTime();
		for (int at = this.pause; at + this.pause <= this.seconds; at += this.pause) {
			look(at);
			if (first == null && at >= firstStill(this.seconds, this.pause)) {
				first = still();
				this.soakers.ask("go");
			}
			String fault = this.faults.strike();
			this.report.note("%3d s: %s; before it %.0f %% hits".formatted(at, fault, 100 * last(this.hitShares)));
		}
		for (int left = LAST_LOOKS - 1; left >= 0; left--) {
			look(this.seconds - left * LOOK_SECONDS);
		}
		Counts counts = this.soakers.total("counts");
		Still end = still();
		callers(counts);
		growth(first, end);
	}

	/**
	 * When to look at what may grow, for the first time: after the second minute of ten,
	 * and not before the second fault. Right before a fault, as long as possible after
	 * another.
	 */
	static int firstStill(int seconds, int pause) {
		return Math.max(2, seconds / 5 / pause) * pause;
	}

	/** Sees to the share of hits, and to keys, until a moment of the run. */
	private void look(int until) throws IOException, InterruptedException {
		sleepUntil(until - LOOK_SECONDS);
		Counts before = this.soakers.total("counts");
		this.keysWithoutEnd = Math.max(this.keysWithoutEnd, this.faults.keysWithoutEnd());
		this.mostKeys = Math.max(this.mostKeys, this.faults.keys());
		sleepUntil(until);
		this.hitShares.add(hitShare(this.soakers.total("counts").since(before)));
	}

	static double bestOfLast(int count, List<Double> shares) {
		return Collections.max(lastOf(count, shares));
	}

	private static List<Double> lastOf(int count, List<Double> shares) {
		return shares.subList(shares.size() - count, shares.size());
	}

	static double hitShare(Counts counts) {
		return (double) HITS.stream().mapToLong(counts::of).sum() / counts.sum("outcome.");
	}

	private void sleepUntil(int second) {
		long left = this.begun + second * 1_000_000_000L - System.nanoTime();
		SemanticApplication.sleep(Math.max(0, left / 1_000_000));
	}

	/** Has the traffic stand still. */
	private Still still() throws IOException, InterruptedException {
		this.soakers.ask("halt");
		List<Counts> processes = this.soakers.ask("state");
		return new Still(processes, connections(processes.size()));
	}

	/** Once all listen to notices again, which on a busy machine takes a few tries. */
	private Counts connections(int processes) {
		Counts connections = this.faults.connections();
		for (int second = 0; second < SETTLING_SECONDS && SoakFaults.listening(connections) < processes; second++) {
			SemanticApplication.sleep(1000);
			connections = this.faults.connections();
		}
		return connections;
	}

	private void callers(Counts counts) {
		this.report.add(new Figure("soak-errors", counts.sum("error."), Unit.ERRORS, Must.exactly(0)));
		this.report.note(counts.of("calls") + " calls; errors: " + counts.starting("error."));
		this.report.note("failures of the model: " + counts.of("model.failures") + " of " + counts.of("model.calls")
				+ " calls, seen by " + counts.of("model-failures") + " callers");
		this.report.note("outcomes: " + counts.starting("outcome."));
		this.report.note("incidents: " + counts.starting("incident."));
		this.report.note("evicted %d answers, %d times all of a tenant, %d times all".formatted(counts.of("evicted"),
				counts.of("evicted-tenants"), counts.of("cleared")));
		this.report.add(new Figure("soak-wrong-answers", counts.of("wrong"), Unit.ANSWERS, Must.exactly(0)));
		double hits = bestOfLast(LAST_LOOKS, this.hitShares) / this.hitShares.get(0);
		this.report.add(new Figure("soak-hits-end-over-beginning", hits, Unit.RATIO, Must.atLeast(0.5)));
		this.report.note("share of hits at the end over that right before the first fault, the last looks: "
				+ lastOf(LAST_LOOKS, this.hitShares).stream().map("%.2f"::formatted).toList());
		this.report.add(new Figure("soak-keys-without-end", this.keysWithoutEnd, Unit.KEYS, Must.exactly(0)));
		this.report.note("of " + this.mostKeys + " keys, the most that there were");
	}

	private void growth(@Nullable Still first, Still end) {
		if (first == null) {
			throw new IllegalStateException("Too short to tell what grows");
		}
		double heap = IntStream.range(0, end.processes().size())
			.mapToDouble((i) -> (double) end.process(i).of("heap") / first.process(i).of("heap"))
			.max()
			.orElseThrow();
		this.report.add(new Figure("soak-heap-end-over-beginning", heap, Unit.RATIO,
				(this.seconds >= LONG_SECONDS) ? Must.atMost(1.1) : null));
		this.report.note("bytes in use after a collection, by process: " + first.heaps() + ", then " + end.heaps());
		Counts threads = end.threads().since(first.threads());
		this.report.add(new Figure("soak-threads-changed", threads.changes(), Unit.THREADS, Must.exactly(0)));
		this.report.note(end.threads().sum("") + " threads; difference: " + threads);
		// Whether to this server or that one, and for what, may change.
		long connections = Math.abs(end.connections().sum("") - first.connections().sum(""));
		this.report.add(new Figure("soak-connections-changed", connections, Unit.CONNECTIONS, Must.exactly(0)));
		this.report.note("connections: " + first.connections() + ", then " + end.connections());
		long deaf = Math.max(0, end.processes().size() - SoakFaults.listening(end.connections()));
		this.report.add(new Figure("soak-subscriptions-lost", deaf, Unit.CONNECTIONS, Must.exactly(0)));
		long underWay = end.processes().stream().mapToLong((process) -> process.of("under-way")).sum();
		this.report.add(new Figure("soak-loads-and-waits-left", underWay, Unit.CALLS, Must.exactly(0)));
	}

	private static double last(List<Double> values) {
		return values.get(values.size() - 1);
	}

	/**
	 * What there is while the traffic stands still.
	 *
	 * @param processes the state of each process
	 * @param connections connections of each to Redis
	 */
	private record Still(List<Counts> processes, Counts connections) {

		Counts process(int number) {
			return this.processes.get(number);
		}

		Counts threads() {
			return this.processes.stream()
				.map((process) -> process.starting("thread."))
				.reduce(Counts.NONE, Counts::plus);
		}

		List<Long> heaps() {
			return this.processes.stream().map((process) -> process.of("heap")).toList();
		}

	}

}
