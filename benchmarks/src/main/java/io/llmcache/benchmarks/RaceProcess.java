package io.llmcache.benchmarks;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

import io.llmcache.CacheIncident;
import io.llmcache.CacheRequest;
import io.llmcache.LlmCaches;
import io.llmcache.test.ChildJvm;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * The JVM of {@link Races} whose loads are overtaken: everything that its model says is
 * old by the time it has been said.
 */
final class RaceProcess {

	static final String OLD = "the old answer";

	private static final String CACHE = "races";

	private final LlmCaches caches;

	private ExecutorService threads = Executors.newCachedThreadPool();

	private RaceProcess(LlmCaches caches) {
		this.caches = caches;
	}

	/**
	 * Answers {@code load ROUND COUNT SHORTEST LONGEST} when that many loads have begun,
	 * {@code await} when they have ended, {@code old ROUND COUNT} with how many of them
	 * are read as old, {@code fenced} with how many stores were refused since the start.
	 * @param args properties of the application
	 */
	public static void main(String[] args) {
		ConfigurableApplicationContext context = BenchmarkApplication.start(args);
		RaceProcess process = new RaceProcess(context.getBean(LlmCaches.class));
		ChildJvm.serve((line) -> process.answer(line.split(" ")));
	}

	/** The request of a race. */
	static CacheRequest<String> request(String round, int number) {
		return CacheRequest.of(CACHE, "race", String.class, round + "-" + number);
	}

	private String answer(String[] words) throws InterruptedException {
		return switch (words[0]) {
			case "load" ->
				load(words[1], Integer.parseInt(words[2]), Long.parseLong(words[3]), Long.parseLong(words[4]));
			case "await" -> await();
			case "old" -> Integer.toString(old(this.caches, words[1], Integer.parseInt(words[2])));
			case "fenced" -> Long.toString(this.caches.stats(CACHE).count(CacheIncident.FENCED));
			default -> throw new IllegalArgumentException(words[0]);
		};
	}

	private String load(String round, int count, long shortest, long longest) throws InterruptedException {
		CountDownLatch begun = new CountDownLatch(count);
		for (int i = 0; i < count; i++) {
			int number = i;
			this.threads.submit(() -> this.caches.call(request(round, number), () -> {
				begun.countDown();
				// Together, so that the short ones are not over before the last begins.
				begun.await();
				Thread.sleep(ThreadLocalRandom.current().nextLong(shortest, longest + 1));
				return OLD;
			}));
		}
		return begun.await(30, TimeUnit.SECONDS) ? "begun" : "stuck";
	}

	private String await() throws InterruptedException {
		this.threads.shutdown();
		boolean ended = this.threads.awaitTermination(Duration.ofSeconds(30).toMillis(), TimeUnit.MILLISECONDS);
		this.threads = Executors.newCachedThreadPool();
		return ended ? "ended" : "stuck";
	}

	/** How many of the requests of a round are answered with the old answer. */
	static int old(LlmCaches caches, String round, int count) {
		int old = 0;
		for (int i = 0; i < count; i++) {
			if (OLD.equals(caches.get(request(round, i)).value())) {
				old++;
			}
		}
		return old;
	}

}
