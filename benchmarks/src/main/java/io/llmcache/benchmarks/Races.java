package io.llmcache.benchmarks;

import java.util.Collections;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.llmcache.LlmCaches;
import io.llmcache.WriteOutcome;
import io.llmcache.test.ChildJvm;
import io.llmcache.test.TestRedis;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * Loads that are overtaken: by an evict, or by the load of another JVM while their own
 * JVM stands still past its lease. What they bring home is old and must not be served.
 */
final class Races {

	private static final int AT_ONCE = 50;

	private static final int LOAD_MILLIS = 100;

	private static final int LEASE_MILLIS = 200;

	private static final String NEW = "the new answer";

	private final LlmCaches caches;

	private final ChildJvm other;

	private int stale;

	private Races(LlmCaches caches, ChildJvm other) {
		this.caches = caches;
		this.other = other;
	}

	static void report(Report report, int count) {
		try (TestRedis redis = TestRedis.start()) {
			String[] properties = Stream
				.concat(Stream.of(redis.properties()),
						Stream.of("llm.cache.lock.lease=" + LEASE_MILLIS + "ms", BenchmarkApplication.SILENT))
				.toArray(String[]::new);
			try (ConfigurableApplicationContext context = BenchmarkApplication.start(properties);
					ChildJvm other = ChildJvm.start(RaceProcess.class, properties)) {
				Races races = new Races(context.getBean(LlmCaches.class), other);
				races.report(report, "evict-during-load", count, races::evict);
				races.report(report, "pause-past-lease", count, races::pause);
			}
		}
	}

	private void report(Report report, String kind, int count, Race race) {
		int rounds = count / AT_ONCE;
		long before = fenced();
		this.stale = 0;
		for (int round = 0; round < rounds; round++) {
			race.run(kind + "-" + round);
		}
		report.add(new Figure("stale-answers-" + kind, this.stale, Unit.ANSWERS, Must.exactly(0)));
		report
			.note("%d races; %d stores came too late and were refused".formatted(rounds * AT_ONCE, fenced() - before));
	}

	/** All loads have begun when the first evict comes, and end between the evicts. */
	private void evict(String round) {
		ask("begun", "load %s %d %d %d".formatted(round, AT_ONCE, 1, LOAD_MILLIS));
		List<Integer> numbers = IntStream.range(0, AT_ONCE).boxed().collect(Collectors.toList());
		Collections.shuffle(numbers, ThreadLocalRandom.current());
		for (int number : numbers) {
			LockSupport.parkNanos(LOAD_MILLIS * 1_000_000L / 2 / AT_ONCE);
			if (this.caches.evict(RaceProcess.request(round, number)) == WriteOutcome.UNAVAILABLE) {
				throw new IllegalStateException("Redis did not take an evict: is the machine busy?");
			}
		}
		ask("ended", "await");
		look(round);
	}

	private void pause(String round) {
		ask("begun", "load %s %d %d %d".formatted(round, AT_ONCE, 2 * LEASE_MILLIS, 3 * LEASE_MILLIS));
		this.other.pause();
		LockSupport.parkNanos(3 * LEASE_MILLIS * 1_000_000L / 2);
		for (int number = 0; number < AT_ONCE; number++) {
			if (!NEW.equals(call(round, number))) {
				throw new IllegalStateException("The old answer was stored before its JVM stood still");
			}
		}
		this.other.resume();
		ask("ended", "await");
		look(round);
	}

	private String call(String round, int number) {
		try {
			return String.valueOf(this.caches.call(RaceProcess.request(round, number), () -> NEW).value());
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** From both sides. */
	private void look(String round) {
		this.stale += RaceProcess.old(this.caches, round, AT_ONCE);
		this.stale += Integer.parseInt(this.other.ask("old " + round + " " + AT_ONCE));
	}

	private long fenced() {
		return Long.parseLong(this.other.ask("fenced"));
	}

	private void ask(String expected, String line) {
		String answer = this.other.ask(line);
		if (!answer.equals(expected)) {
			throw new IllegalStateException(answer + " instead of " + expected);
		}
	}

	private interface Race {

		void run(String round);

	}

}
