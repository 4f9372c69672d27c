package io.llmcache.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.llmcache.CacheIncident;
import io.llmcache.CacheStats;
import io.llmcache.LlmCaches;
import io.llmcache.benchmarks.Assistant.WithPlainLock;

import org.springframework.context.ConfigurableApplicationContext;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * One of the processes of {@link StampedeBenchmark}: a whole application that reads
 * commands from standard input, a line each, and answers each with a line. It ends with
 * its input, so it never outlives the process that started it.
 */
final class StampedeProcess implements AutoCloseable {

	static final String READY = "ready";

	private static final String NEIGHBOUR = "a question that has long been answered";

	private final ConfigurableApplicationContext context;

	private final Model model;

	private final Assistant neighbour;

	private final RedisClient redis;

	private final WithPlainLock plainLock;

	private StampedeProcess(int redisPort) {
		this.context = BenchmarkApplication.start(redisPort);
		this.model = this.context.getBean(Model.class);
		this.neighbour = this.context.getBean(Assistant.LLM_CACHE, Assistant.class);
		this.redis = RedisClient.create(RedisURI.create("127.0.0.1", redisPort));
		this.plainLock = new WithPlainLock(this.model, this.redis.connect().sync());
	}

	public static void main(String[] args) throws IOException {
		PrintStream answers = System.out;
		// Whatever logs to standard output must not end up among the answers.
		System.setOut(System.err);
		try (StampedeProcess process = new StampedeProcess(Integer.parseInt(args[0]));
				BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
			answers.println(READY);
			for (String command = commands.readLine(); command != null; command = commands.readLine()) {
				answers.println(process.answer(command.split(" ")));
			}
		}
	}

	private String answer(String[] words) {
		return switch (words[0]) {
			case "onrush" -> onrush(assistant(words[1]), words[2], Integer.parseInt(words[3]), Long.parseLong(words[4]),
					Long.parseLong(words[5]), Boolean.parseBoolean(words[6]))
				.line();
			case "walk" -> Integer.toString(walk(assistant(words[1]), words[2], Integer.parseInt(words[3]),
					Integer.parseInt(words[4]), Long.parseLong(words[5]), Long.parseLong(words[6])));
			case "outages" -> Long.toString(outages());
			case "quiet" -> Long.toString(quiet(Long.parseLong(words[1])));
			default -> throw new IllegalArgumentException(words[0]);
		};
	}

	private Assistant assistant(String name) {
		return name.equals(Assistant.PLAIN_SET_NX) ? this.plainLock : this.context.getBean(name, Assistant.class);
	}

	/** Many callers ask one question at the same moment. */
	private Onrush onrush(Assistant assistant, String question, int callers, long loadMillis, long start,
			boolean withNeighbour) {
		this.model.reset(loadMillis);
		String expected = Model.answerTo(question);
		AtomicInteger wrong = new AtomicInteger();
		AtomicInteger waiting = new AtomicInteger(callers);
		LongAccumulator last = new LongAccumulator(Math::max, Long.MIN_VALUE);
		LongAccumulator late = new LongAccumulator(Math::max, 0);
		AtomicLong neighbourNanos = new AtomicLong();
		// One more than the callers: the one whose hits on another key are timed.
		try (Crowd crowd = new Crowd(callers + 1)) {
			crowd.all((number) -> {
				sleepUntil(start);
				if (number == callers) {
					neighbourNanos.set(withNeighbour ? medianHit(() -> waiting.get() > 0) : 0);
					return;
				}
				late.accumulate(System.nanoTime() - start);
				try {
					if (!expected.equals(assistant.answer(question))) {
						wrong.incrementAndGet();
					}
				}
				finally {
					last.accumulate(System.nanoTime());
					waiting.decrementAndGet();
				}
			});
		}
		return new Onrush(this.model.calls(), wrong.get(), this.model.lastEnd(), last.get(), late.get(),
				neighbourNanos.get());
	}

	/**
	 * A few threads ask many questions, each once, in an order common to all processes.
	 */
	private int walk(Assistant assistant, String name, int questions, int threads, long loadMillis, long start) {
		this.model.reset(loadMillis);
		AtomicInteger next = new AtomicInteger();
		try (Crowd crowd = new Crowd(threads)) {
			crowd.all((number) -> {
				sleepUntil(start);
				for (int i = next.getAndIncrement(); i < questions; i = next.getAndIncrement()) {
					String question = name + "-" + i;
					if (!Model.answerTo(question).equals(assistant.answer(question))) {
						throw new IllegalStateException("Not the answer to this question");
					}
				}
			});
		}
		return this.model.calls();
	}

	private long outages() {
		CacheStats stats = this.context.getBean(LlmCaches.class).stats(Assistant.CACHE);
		return stats.count(CacheIncident.FAILED_OPEN) + stats.count(CacheIncident.FAILED_WRITE);
	}

	private long quiet(long millis) {
		this.neighbour.answer(NEIGHBOUR);
		long end = System.nanoTime() + millis * 1_000_000;
		return medianHit(() -> System.nanoTime() - end < 0);
	}

	private long medianHit(BooleanSupplier going) {
		long[] nanos = new long[1024];
		int count = 0;
		while (going.getAsBoolean() || count == 0) {
			if (count == nanos.length) {
				nanos = Arrays.copyOf(nanos, 2 * count);
			}
			long begin = System.nanoTime();
			this.neighbour.answer(NEIGHBOUR);
			nanos[count++] = System.nanoTime() - begin;
		}
		return (long) Samples.of(Arrays.copyOf(nanos, count)).median();
	}

	private static void sleepUntil(long start) {
		for (long left = start - System.nanoTime(); left > 0; left = start - System.nanoTime()) {
			LockSupport.parkNanos(left);
		}
	}

	@Override
	public void close() {
		this.redis.shutdown();
		this.context.close();
	}

}
