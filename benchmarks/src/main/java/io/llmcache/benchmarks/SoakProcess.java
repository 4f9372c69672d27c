package io.llmcache.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ForkJoinWorkerThread;

import io.lettuce.core.resource.ClientResources;
import io.llmcache.CacheStats;
import io.llmcache.LlmCaches;
import io.llmcache.engine.ResponseCache;

import org.springframework.context.ConfigurableApplicationContext;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * One of the JVMs of {@link SoakBenchmark}: an application with traffic, halted at first.
 * Reads commands from standard input, a line each, and answers each with {@link Counts}.
 * It ends with its input.
 */
final class SoakProcess {

	/** Short lives, so that entries end, go stale and are refreshed all the time. */
	private static final String[] PROPERTIES = { "llm.cache.ttl=8s", "llm.cache.max-age=30s",
			"llm.cache.stale-while-revalidate=4s", "llm.cache.stale-if-error=4s", "llm.cache.lock.lease=2s",
			"llm.cache.caches.soak.tenant=required" };

	private static final int COLLECTIONS = 3;

	private static final long PATIENCE_MILLIS = 15_000;

	private final ConfigurableApplicationContext context;

	private final SoakAssistant assistant;

	private final SoakTraffic traffic;

	private SoakProcess(String[] properties) {
		this.context = BenchmarkApplication.start(List.of(properties), SoakAssistant.class, PROPERTIES);
		this.assistant = this.context.getBean(SoakAssistant.class);
		this.traffic = new SoakTraffic(this.assistant, this.context.getBean(LlmCaches.class));
		fillPools();
		this.traffic.begin();
	}

	/** Lettuce starts the threads of its pool as they are needed: no growth is that. */
	private void fillPools() {
		this.context.getBean(ClientResources.class).eventExecutorGroup().forEach((executor) -> executor.execute(() -> {
		}));
	}

	/**
	 * Starts the application.
	 * @param args its properties, those that point at its Redis included
	 */
	public static void main(String[] args) throws IOException {
		PrintStream answers = System.out;
		// Whatever logs to standard output must not end up among the answers.
		System.setOut(System.err);
		SoakProcess process = new SoakProcess(args);
		try (BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
			for (String command = commands.readLine(); command != null; command = commands.readLine()) {
				answers.println(process.answer(command).line());
			}
		}
		Runtime.getRuntime().halt(0);
	}

	private Counts answer(String command) {
		switch (command) {
			case "go" -> this.traffic.goOn();
			case "halt" -> this.traffic.halt();
			case "state" -> {
				return state();
			}
			case "counts" -> {
				return counts();
			}
			default -> throw new IllegalArgumentException(command);
		}
		return counts();
	}

	private Counts counts() {
		Map<String, Long> counts = new TreeMap<>(this.traffic.counts().byName());
		counts.put("model.calls", this.assistant.calls());
		counts.put("model.failures", this.assistant.failures());
		CacheStats stats = this.context.getBean(LlmCaches.class).stats(SoakAssistant.CACHE);
		stats.outcomes().forEach((outcome, count) -> counts.put("outcome." + outcome, count));
		stats.incidents().forEach((incident, count) -> counts.put("incident." + incident, count));
		return new Counts(counts);
	}

	/** What is there when nothing goes on: heap, threads, loads and waits. */
	private Counts state() {
		Map<String, Long> state = new TreeMap<>();
		state.put("under-way", underWay());
		// Those of the JDK's common pool come and go as it likes.
		Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> !(thread instanceof ForkJoinWorkerThread))
			.forEach((thread) -> state.merge("thread." + group(thread.getName()), 1L, Long::sum));
		state.put("heap", heap());
		return new Counts(state);
	}

	/** Names without what numbers them. */
	static String group(String threadName) {
		return threadName.replaceAll("[0-9]+", "").replaceAll("[^A-Za-z]+", "-");
	}

	/** Refreshes may still be on their way. */
	private long underWay() {
		ResponseCache cache = this.context.getBean(ResponseCache.class);
		for (long waited = 0; waited < PATIENCE_MILLIS && cache.underWay() > 0; waited += 10) {
			SemanticApplication.sleep(10);
		}
		return cache.underWay();
	}

	private static long heap() {
		long[] used = new long[COLLECTIONS];
		for (int i = 0; i < COLLECTIONS; i++) {
			System.gc();
			used[i] = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
		}
		return Arrays.stream(used).min().orElseThrow();
	}

}
