package io.llmcache.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.llmcache.test.TestRedis;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * What callers feel when Redis hangs, dies, refuses, or another one takes its place.
 */
final class OutageBenchmark implements Benchmark {

	private static final int CALLERS = 16;

	@Override
	public void run(Report report, boolean full) throws Exception {
		int times = full ? 5 : 1;
		try (TestRedis redis = TestRedis.start();
				ConfigurableApplicationContext context = BenchmarkApplication.start(redis.properties(),
						BenchmarkApplication.SILENT)) {
			OutageTrial trial = new OutageTrial(redis, context);
			first(report, trial);
			trial.warmUp();
			outages(report, "hung", 20 * times, trial::hung);
			together(report, trial, 5 * times);
			outages(report, "killed", 20 * times, trial::killed);
			if (full) {
				stock(report, redis, context);
			}
		}
		Failovers.report(report);
		RefusedWrites.report(report);
		Races.report(report, 500 * times);
	}

	/** What a JVM costs that has never been through one: its classes, its cold code. */
	private static void first(Report report, OutageTrial trial) {
		Samples later = Outage.laters(List.of(trial.hung(), trial.killed()));
		report.add(Figure.info("outage-first-of-its-jvm-later-calls-p99", later.quantile(0.99), Unit.MILLISECONDS));
		report.note("median %s, slowest %s ms".formatted(Unit.MILLISECONDS.format(later.median()),
				Unit.MILLISECONDS.format(later.max())));
	}

	private static void outages(Report report, String kind, int count, Supplier<Outage> one) {
		List<Outage> outages = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			outages.add(one.get());
		}
		Samples first = Outage.firsts(outages);
		report.add(new Figure("outage-" + kind + "-first-call-p99", first.quantile(0.99), Unit.MILLISECONDS,
				Must.atMost(250)));
		report.note("%d outages, so this is the slowest; median %s ms".formatted(count,
				Unit.MILLISECONDS.format(first.median())));
		Samples later = Outage.laters(outages);
		report.add(new Figure("outage-" + kind + "-later-calls-p99", later.quantile(0.99), Unit.MILLISECONDS,
				Must.atMost(1)));
		report.note("median %s, slowest %s ms".formatted(Unit.MILLISECONDS.format(later.median()),
				Unit.MILLISECONDS.format(later.max())));
		Samples back = Outage.backs(outages);
		report
			.add(new Figure("outage-" + kind + "-back-to-first-hit", back.max(), Unit.MILLISECONDS, Must.atMost(2000)));
		report.note("the slowest; median " + Unit.MILLISECONDS.format(back.median()) + " ms");
	}

	private static void together(Report report, OutageTrial trial, int count) {
		double[] slowest = new double[count];
		// One more than the callers: the one that has Redis hang.
		try (Crowd crowd = new Crowd(CALLERS + 1)) {
			for (int i = 0; i < count; i++) {
				slowest[i] = trial.slowestTogether(crowd, CALLERS);
			}
		}
		report.add(Figure.info("outage-hung-" + CALLERS + "-callers-slowest-call", Samples.of(slowest).max(),
				Unit.MILLISECONDS));
		report.note("of " + count + " outages; all whose command was on its way wait for it");
	}

	/** Takes a minute: that is the figure. */
	private static void stock(Report report, TestRedis redis, ConfigurableApplicationContext context) {
		Assistant cacheable = context.getBean(Assistant.CACHEABLE, Assistant.class);
		cacheable.answer("stock");
		redis.pause();
		String end = "an answer";
		long begin = System.nanoTime();
		try {
			cacheable.answer("stock");
		}
		catch (RuntimeException ex) {
			end = ex.getClass().getName();
		}
		finally {
			redis.resume();
		}
		report.add(Figure.info("outage-hung-first-call-cacheable",
				TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin), Unit.MILLISECONDS));
		report.note("it ended with " + end);
	}

}
