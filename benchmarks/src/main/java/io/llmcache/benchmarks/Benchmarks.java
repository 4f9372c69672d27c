package io.llmcache.benchmarks;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Runs one benchmark by name: {@code NAME OUTPUT-DIRECTORY [--full]}. Ends with 1 when a
 * figure is short and with 2 when the figures could not be taken.
 */
final class Benchmarks {

	private static final Map<String, Function<Path, Benchmark>> BY_NAME = new TreeMap<>(
			Map.of("hit", (directory) -> new HitBenchmark(), "index", IndexBenchmark::new, "semantic",
					SemanticBenchmark::new, "stampede", StampedeBenchmark::new));

	private Benchmarks() {
	}

	static Set<String> names() {
		return BY_NAME.keySet();
	}

	public static void main(String[] args) {
		System.exit(run(args[0], Path.of(args[1]), args.length > 2 && args[2].equals("--full")));
	}

	private static int run(String name, Path directory, boolean full) {
		Function<Path, Benchmark> benchmark = BY_NAME.get(name);
		if (benchmark == null) {
			System.err.println("No benchmark '" + name + "'; there are " + names());
			return 2;
		}
		Report report = new Report(System.out);
		report.note("%s%s: Java %s, %d processors".formatted(name, full ? " --full" : "",
				System.getProperty("java.version"), Runtime.getRuntime().availableProcessors()));
		try {
			benchmark.apply(directory).run(report, full);
			report.write(directory.resolve("figures-" + name + ".txt"));
			return report.isShort() ? 1 : 0;
		}
		catch (Exception ex) {
			ex.printStackTrace();
			return 2;
		}
	}

}
