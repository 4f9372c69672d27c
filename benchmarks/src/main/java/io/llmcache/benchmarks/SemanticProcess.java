package io.llmcache.benchmarks;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;

import io.llmcache.CacheCall;
import io.llmcache.CacheOutcome;
import io.llmcache.SemanticMatch;
import io.llmcache.SemanticMatch.Via;
import io.llmcache.semantic.mirror.Mirror;
import io.llmcache.store.RedisKeys;
import io.llmcache.store.RedisLink;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The other JVM of {@link IndexBenchmark}: a whole application with a mirror that reads
 * commands from standard input, a line each, and answers each with a line. It ends with
 * its input.
 */
final class SemanticProcess implements AutoCloseable {

	/** Questions from here on are stored by nobody. */
	private static final int NEVER_STORED = 50_000_000;

	/** Questions whose hits are timed. */
	private static final int QUESTIONS = 64;

	private static final int MOST_ENTRIES = 1_000_000;

	private static final long POLL_NANOS = 300_000;

	private final SemanticApplication application;

	private int fresh = NEVER_STORED;

	private final long begun = System.nanoTime();

	private final long up;

	private SemanticProcess(int redisPort, Corpus corpus) {
		this.application = SemanticApplication.start(redisPort, new CorpusEmbedder(corpus),
				IndexBenchmark.PROPERTIES.toArray(String[]::new));
		this.up = System.nanoTime();
	}

	public static void main(String[] args) throws Exception {
		PrintStream answers = System.out;
		// Whatever logs to standard output must not end up among the answers.
		System.setOut(System.err);
		Corpus corpus = RealQuestions.corpus(Path.of(args[1]), Integer.parseInt(args[2]), new Report(System.err));
		try (SemanticProcess process = new SemanticProcess(Integer.parseInt(args[0]), corpus);
				BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
			for (String command = commands.readLine(); command != null; command = commands.readLine()) {
				answers.println(process.answer(command.split(" ")));
			}
		}
	}

	private String answer(String[] words) {
		return switch (words[0]) {
			case "loaded" -> loaded(Long.parseLong(words[1]));
			case "await" -> Long.toString(await(words[1], Integer.parseInt(words[2])));
			case "warm" -> warm(Long.parseLong(words[1]));
			case "loading" -> loading(words[1], Long.parseLong(words[2]));
			default -> throw new IllegalArgumentException(words[0]);
		};
	}

	/**
	 * How long the start of the application took, and how long it was until it knew that
	 * many documents, both in milliseconds from the moment at which it began to start.
	 */
	private String loaded(long documents) {
		this.application.settle(documents);
		long known = System.nanoTime();
		return (this.up - this.begun) / 1_000_000 + " " + (known - this.begun) / 1_000_000;
	}

	/** When a question in other words was first answered, on the machine's own clock. */
	private long await(String operation, int number) {
		while (true) {
			CacheCall<String> call = this.application.caches()
				.get(SemanticApplication.request(operation, Wording.HOW_HIGH.of(number)));
			SemanticMatch match = call.match();
			if (match != null) {
				if (match.via() != Via.INDEX) {
					throw new IllegalStateException("Found by " + match.via());
				}
				return System.nanoTime();
			}
			LockSupport.parkNanos(POLL_NANOS);
		}
	}

	private String warm(long millis) {
		for (String kind : new String[] { "hit", "miss" }) {
			IntConsumer call = call(kind);
			long end = System.nanoTime() + millis * 1_000_000;
			median(call, () -> System.nanoTime() - end < 0);
		}
		return "warm";
	}

	/**
	 * Calls while nothing else goes on, then as long as another mirror of this JVM loads.
	 * Answers both medians in nanoseconds, and the milliseconds of the load.
	 */
	private String loading(String kind, long documents) {
		IntConsumer call = call(kind);
		long end = System.nanoTime() + 1_000_000_000;
		double quiet = median(call, () -> System.nanoTime() - end < 0);
		ExecutorService background = Executors.newSingleThreadExecutor();
		try (Mirror mirror = new Mirror(this.application.context().getBean(RedisLink.class),
				this.application.context().getBean(RedisKeys.class), this.application.space(), MOST_ENTRIES,
				Duration.ofDays(1), System::nanoTime, background)) {
			long begin = System.nanoTime();
			mirror.pulse();
			double meanwhile = median(call, () -> mirror.readiness().complete() < 1);
			long millis = (System.nanoTime() - begin) / 1_000_000;
			SemanticApplication.settle(mirror, documents);
			return quiet + " " + meanwhile + " " + millis;
		}
		finally {
			background.shutdownNow();
		}
	}

	private IntConsumer call(String kind) {
		return kind.equals("hit") ? this::hit : (number) -> miss();
	}

	private void hit(int number) {
		expect(Wording.STORED.of(number % QUESTIONS), CacheOutcome.EXACT_HIT);
	}

	private void miss() {
		expect(Wording.STORED.of(this.fresh++), CacheOutcome.MISS);
	}

	private void expect(String question, CacheOutcome outcome) {
		CacheCall<String> call = this.application.caches()
			.get(SemanticApplication.request(IndexBenchmark.OPERATION, question));
		if (call.outcome() != outcome) {
			throw new IllegalStateException(call.outcome() + " instead of " + outcome);
		}
	}

	private static double median(IntConsumer call, BooleanSupplier going) {
		double[] nanos = new double[1 << 20];
		int count = 0;
		while ((going.getAsBoolean() || count == 0) && count < nanos.length) {
			long begin = System.nanoTime();
			call.accept(count);
			nanos[count++] = System.nanoTime() - begin;
		}
		return Samples.of(Arrays.copyOf(nanos, count)).median();
	}

	@Override
	public void close() {
		this.application.close();
	}

}
