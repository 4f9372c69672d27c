package io.llmcache.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Runs one benchmark by name: {@code NAME OUTPUT-DIRECTORY [--full] [OPTION...]}. Ends
 * with 1 when a figure is short and with 2 when the figures could not be taken.
 */
final class Benchmarks {

	private static final Map<String, Function<Path, Benchmark>> BY_NAME = new TreeMap<>(Map.of("accuracy",
			AccuracyBenchmark::new, "hit", (directory) -> new HitBenchmark(), "index", IndexBenchmark::new, "outage",
			(directory) -> new OutageBenchmark(), "semantic", SemanticBenchmark::new, "soak", SoakBenchmark::new,
			"stampede", StampedeBenchmark::new, "start", StartBenchmark::new));

	private static final String FULL = "--full";

	private Benchmarks() {
	}

	static Set<String> names() {
		return BY_NAME.keySet();
	}

	public static void main(String[] args) {
		System.exit(run(args[0], Path.of(args[1]), List.of(args).subList(2, args.length)));
	}

	private static int run(String name, Path directory, List<String> options) {
		Function<Path, Benchmark> benchmark = BY_NAME.get(name);
		if (benchmark == null) {
			System.err.println("No benchmark '" + name + "'; there are " + names());
			return 2;
		}
		Benchmark configured;
		try {
			configured = benchmark.apply(directory)
				.with(options.stream().filter((option) -> !option.equals(FULL)).toList());
		}
		catch (IllegalArgumentException ex) {
			System.err.println(ex.getMessage());
			return 2;
		}
		Report report = new Report(System.out);
		report.note("%s: Java %s, %d processors".formatted(
				String.join(" ", options.isEmpty() ? List.of(name) : List.of(name, String.join(" ", options))),
				System.getProperty("java.version"), Runtime.getRuntime().availableProcessors()));
		try {
			configured.run(report, options.contains(FULL));
			report.write(directory.resolve("figures-" + name + ".txt"));
			return report.isShort() ? 1 : 0;
		}
		catch (Exception | AssertionError ex) {
			// The latter from servers that do not do what they are told in time.
			ex.printStackTrace();
			return 2;
		}
	}

}
