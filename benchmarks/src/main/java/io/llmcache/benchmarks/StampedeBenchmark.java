package io.llmcache.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Many callers in several processes that want the same answer at the same time.
 */
final class StampedeBenchmark implements Benchmark {

	private static final int CALLERS = 64;

	private static final long LOAD_MILLIS = 300;

	private static final int KEYS = 400;

	/** Threads of each process that walk through the keys. */
	private static final int WALKERS = 4;

	private static final long WARM_UP_MILLIS = 5000;

	private final Path directory;

	StampedeBenchmark(Path directory) {
		this.directory = directory;
	}

	@Override
	public void run(Report report, boolean full) throws Exception {
		try (LocalRedis redis = LocalRedis.start()) {
			int times = full ? 5 : 1;
			try (Children three = Children.start(3, redis.port(), this.directory)) {
				onrush(report, three, 20 * times);
				neighbour(report, three, 20 * times);
				outages(report, three);
			}
			try (Children six = Children.start(6, redis.port(), this.directory)) {
				walk(report, six, 5 * times);
				outages(report, six);
			}
		}
	}

	private static void onrush(Report report, Children processes, int runs) throws IOException, InterruptedException {
		List<Stampede> ours = stampedes(processes, Assistant.LLM_CACHE, runs);
		calls(report, "onrush-3x64-model-calls", ours, Must.exactly(1));
		List<Stampede> single = ours.stream().filter((run) -> run.loads() == 1).toList();
		latency(report, "onrush-last-waiter-same-jvm-p50", single, Stampede::lastInLoadingJvm, Must.atMost(10));
		latency(report, "onrush-last-waiter-other-jvm-p50", single, Stampede::lastInOtherJvms, Must.atMost(50));
		calls(report, "onrush-3x64-model-calls-cacheable-sync", stampedes(processes, Assistant.CACHEABLE_SYNC, runs),
				null);
	}

	private static List<Stampede> stampedes(Children processes, String assistant, int runs)
			throws IOException, InterruptedException {
		List<Stampede> stampedes = new ArrayList<>();
		for (int run = 0; run < runs; run++) {
			stampedes.add(processes.stampede(assistant, "onrush-" + run, CALLERS, LOAD_MILLIS, false));
		}
		return stampedes;
	}

	private static void calls(Report report, String name, List<Stampede> runs, @Nullable Must must) {
		long[] loads = runs.stream().mapToLong(Stampede::loads).toArray();
		report.add(new Figure(name, Samples.of(loads).max(), Unit.CALLS, must));
		double late = runs.stream().mapToDouble(Stampede::lateMillis).max().orElseThrow();
		report.note(distribution(loads) + "; the last of all callers asked " + Unit.MILLISECONDS.format(late)
				+ " ms after the first could");
	}

	private static void latency(Report report, String name, List<Stampede> runs, ToDoubleFunction<Stampede> millis,
			Must must) {
		if (runs.isEmpty()) {
			report.add(new Figure(name, Double.NaN, Unit.MILLISECONDS, must));
			return;
		}
		Samples samples = Samples.of(runs.stream().mapToDouble(millis).toArray());
		report.add(new Figure(name, samples.median(), Unit.MILLISECONDS, must));
		report.note(samples.spread(Unit.MILLISECONDS) + ", worst " + Unit.MILLISECONDS.format(samples.max()));
	}

	/** Quiet and stampede in turn: hits on a key that has nothing to do with it. */
	private static void neighbour(Report report, Children processes, int runs)
			throws IOException, InterruptedException {
		processes.quietHit(WARM_UP_MILLIS);
		double[] quiet = new double[runs];
		double[] meanwhile = new double[runs];
		for (int run = 0; run < runs; run++) {
			quiet[run] = processes.quietHit(LOAD_MILLIS);
			meanwhile[run] = processes.stampede(Assistant.LLM_CACHE, "neighbour-" + run, CALLERS, LOAD_MILLIS, true)
				.neighbourNanos();
		}
		Samples ratio = Samples.of(meanwhile).over(Samples.of(quiet));
		report.add(Figure.info("other-key-hit-quiet-p50", Samples.of(quiet).median(), Unit.NANOSECONDS));
		report.add(new Figure("other-key-hit-meanwhile-over-quiet", ratio.median(), Unit.RATIO, Must.atMost(1.1)));
		report.note(ratio.spread(Unit.RATIO));
	}

	private static void walk(Report report, Children processes, int runs) throws IOException, InterruptedException {
		loads(report, "walk-400-keys-6-processes-loads", processes, Assistant.LLM_CACHE, runs, Must.exactly(KEYS));
		loads(report, "walk-400-keys-6-processes-loads-plain-set-nx", processes, Assistant.PLAIN_SET_NX, runs, null);
		loads(report, "walk-400-keys-6-processes-loads-cacheable-sync", processes, Assistant.CACHEABLE_SYNC, runs,
				null);
	}

	private static void loads(Report report, String name, Children processes, String assistant, int runs,
			@Nullable Must must) throws IOException, InterruptedException {
		long[] loads = new long[runs];
		for (int run = 0; run < runs; run++) {
			loads[run] = processes.walk(assistant, "walk-" + run, KEYS, WALKERS, 2);
		}
		report.add(new Figure(name, Samples.of(loads).max(), Unit.CALLS, must));
		report.note(distribution(loads));
	}

	/**
	 * On a busy machine Redis may take longer than callers wait for it. They then call
	 * the model, and the figures above tell of the machine.
	 */
	private static void outages(Report report, Children processes) throws IOException, InterruptedException {
		long outages = processes.outages();
		if (outages > 0) {
			report.note(outages + " times the cache had to do without Redis, which did not answer within the operation "
					+ "time-out: is the machine busy?");
		}
	}

	/** How often each number came, such as {@code 19 runs with 1, 1 run with 2}. */
	static String distribution(long[] counts) {
		Map<Long, Long> runs = new TreeMap<>();
		for (long count : counts) {
			runs.merge(count, 1L, Long::sum);
		}
		return runs.entrySet()
			.stream()
			.map((entry) -> entry.getValue() + ((entry.getValue() == 1) ? " run with " : " runs with ")
					+ entry.getKey())
			.collect(Collectors.joining(", "));
	}

}
