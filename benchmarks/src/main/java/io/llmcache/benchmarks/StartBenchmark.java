package io.llmcache.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.llmcache.test.TestRedis;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * What the starter adds to the start of an application, with Redis and without, and what
 * the first hit of a fresh JVM costs.
 */
final class StartBenchmark implements Benchmark {

	private static final String QUESTION = "a question that another process had answered";

	private final Path directory;

	StartBenchmark(Path directory) {
		this.directory = directory;
	}

	@Override
	public void run(Report report, boolean full) throws Exception {
		try (TestRedis redis = TestRedis.start(); TestRedis dead = TestRedis.start()) {
			dead.kill();
			try (ConfigurableApplicationContext context = BenchmarkApplication.start(redis.properties())) {
				context.getBean(Assistant.LLM_CACHE, Assistant.class).answer(QUESTION);
				context.getBean(Assistant.CACHEABLE, Assistant.class).answer(QUESTION);
			}
			// What the machine has not read from its disk yet would be the first one's.
			without(redis);
			List<Fresh> without = new ArrayList<>();
			List<Fresh> up = new ArrayList<>();
			List<Fresh> down = new ArrayList<>();
			for (int round = 0; round < (full ? 40 : 10); round++) {
				without.add(without(redis));
				up.add(fresh(Assistant.LLM_CACHE, redis.properties()));
				down.add(fresh(null, dead.properties()));
			}
			starts(report, without, up, down);
			firstHits(report, without, up);
		}
	}

	private Fresh without(TestRedis redis) throws IOException, InterruptedException {
		return fresh(Assistant.CACHEABLE,
				Stream.concat(Stream.of(redis.properties()), Stream.of("llm.cache.enabled=false"))
					.toArray(String[]::new));
	}

	/** A fresh JVM; where an assistant is named, it is asked as soon as it can be. */
	private Fresh fresh(@Nullable String assistant, String... properties) throws IOException, InterruptedException {
		try (Child child = Child.start(StartProcess.class, this.directory.resolve("start-process.log"), properties)) {
			double startMillis = Long.parseLong(child.receive()) / 1e6;
			if (assistant == null) {
				return new Fresh(startMillis, Double.NaN, Double.NaN);
			}
			return new Fresh(startMillis, hit(child, assistant), hit(child, assistant));
		}
	}

	private static double hit(Child child, String assistant) throws IOException, InterruptedException {
		child.send(assistant + " " + QUESTION);
		return Long.parseLong(child.receive()) / 1e6;
	}

	private static void starts(Report report, List<Fresh> without, List<Fresh> up, List<Fresh> down) {
		Samples base = starts(without);
		report.add(Figure.info("start-without-p50", base.median(), Unit.MILLISECONDS));
		report.note(base.spread(Unit.MILLISECONDS));
		over(report, "start-redis-up-over-without", starts(up), base);
		over(report, "start-redis-down-over-without", starts(down), base);
	}

	private static void over(Report report, String name, Samples starts, Samples base) {
		Samples ratio = starts.over(base);
		report.add(Figure.info(name, ratio.median(), Unit.RATIO));
		report.note(ratio.spread(Unit.RATIO) + "; median of the differences "
				+ Unit.MILLISECONDS.format(starts.beyond(base).median()) + " ms");
	}

	private static void firstHits(Report report, List<Fresh> without, List<Fresh> up) {
		Samples ours = Samples.of(up.stream().mapToDouble(Fresh::firstHitMillis).toArray());
		report.add(new Figure("first-hit-p50", ours.median(), Unit.MILLISECONDS, Must.atMost(5)));
		report.note(ours.spread(Unit.MILLISECONDS));
		report.add(Figure.info("second-hit-p50",
				Samples.of(up.stream().mapToDouble(Fresh::secondHitMillis).toArray()).median(), Unit.MILLISECONDS));
		Samples stock = Samples.of(without.stream().mapToDouble(Fresh::firstHitMillis).toArray());
		report.add(Figure.info("first-hit-cacheable-p50", stock.median(), Unit.MILLISECONDS));
		report.note(stock.spread(Unit.MILLISECONDS));
	}

	private static Samples starts(List<Fresh> processes) {
		return Samples.of(processes.stream().mapToDouble(Fresh::startMillis).toArray());
	}

	/**
	 * What was measured in one fresh JVM, in milliseconds.
	 *
	 * @param startMillis until the application had started
	 * @param firstHitMillis of the first call; NaN without one
	 * @param secondHitMillis of the second call; NaN without one
	 */
	private record Fresh(double startMillis, double firstHitMillis, double secondHitMillis) {

	}

}
