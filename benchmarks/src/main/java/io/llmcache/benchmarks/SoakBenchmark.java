package io.llmcache.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.llmcache.test.TestSentinels;

import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;

/**
 * Traffic from two JVMs for minutes, with a fault every few seconds: nobody may see an
 * error that the model did not make, and nothing may grow.
 */
final class SoakBenchmark implements Benchmark {

	private static final int JVMS = 2;

	private static final int SHORTEST_SECONDS = 60;

	private static final int TEN_MINUTES = 600;

	private static final int LONGEST_PAUSE = 20;

	/** Kinds of faults, and the time before the first. */
	private static final int PARTS = 7;

	private final Path directory;

	private final int seconds;

	SoakBenchmark(Path directory) {
		this(directory, TEN_MINUTES);
	}

	private SoakBenchmark(Path directory, int seconds) {
		this.directory = directory;
		this.seconds = seconds;
	}

	@Override
	public Benchmark with(List<String> options) {
		if (options.isEmpty()) {
			return this;
		}
		if (options.size() != 2 || !options.get(0).equals("--seconds") || !options.get(1).matches("[0-9]{2,6}")
				|| Integer.parseInt(options.get(1)) < SHORTEST_SECONDS) {
			throw new IllegalArgumentException("Its option is --seconds N, at least " + SHORTEST_SECONDS);
		}
		return new SoakBenchmark(this.directory, Integer.parseInt(options.get(1)));
	}

	/** Seconds between two faults, so that each kind comes at least once. */
	static int pause(int seconds) {
		return Math.min(LONGEST_PAUSE, seconds / PARTS);
	}

	@Override
	public void run(Report report, boolean full) throws Exception {
		// This process only looks; that its connections come and go need not be told.
		LoggingSystem.get(SoakBenchmark.class.getClassLoader())
			.setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.OFF);
		try (TestSentinels sentinels = TestSentinels.start(Failovers.servers()); Soakers soakers = new Soakers()) {
			for (int i = 0; i < JVMS; i++) {
				String[] properties = Stream
					.concat(Stream.of(sentinels.properties()),
							Stream.of("spring.data.redis.client-name=" + SoakFaults.CLIENT + i))
					.toArray(String[]::new);
				soakers.add(Child.start(SoakProcess.class, this.directory.resolve("soak-process-" + i + ".log"),
						properties));
			}
			new Soak(report, soakers, new SoakFaults(sentinels), this.seconds, pause(this.seconds)).run();
		}
	}

}
