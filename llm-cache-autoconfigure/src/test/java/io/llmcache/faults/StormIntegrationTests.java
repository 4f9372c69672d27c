package io.llmcache.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

import io.llmcache.CacheCall;
import io.llmcache.CacheIncident;
import io.llmcache.CacheOutcome;
import io.llmcache.LlmCaches;
import io.llmcache.LoadDeadlineExceededException;
import io.llmcache.engine.ResponseCache;
import io.llmcache.store.TestStores;
import io.llmcache.test.Eventually;
import io.llmcache.test.Fault;
import io.llmcache.test.TestRedis;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Everything at once, in two applications on one Redis: answers, failures, errors,
 * answers that are not kept, interrupts, evictions, clears, and a server that stops
 * answering.
 */
class StormIntegrationTests {

	private static final long SEED = 20_261_121L;

	private static final int CALLERS = 4;

	private static final Duration DURATION = Duration.ofSeconds(6);

	private static final int QUESTIONS = 6;

	private static final String[] BRIEF = { "llm.cache.ttl=30ms", "llm.cache.ttl-jitter=0", "llm.cache.max-age=1h",
			"llm.cache.stale-while-revalidate=60ms", "llm.cache.stale-if-error=30ms", "llm.cache.lock.lease=600ms",
			"llm.cache.load-deadline=2s", "llm.cache.refresh.threads=2", "llm.cache.refresh.queue=2",
			"llm.cache.refresh.backoff=20ms", "llm.cache.hot.threshold=4", "llm.cache.hot.ttl=30ms",
			"llm.cache.max-entry-size=1KB" };

	private final AtomicInteger seeds = new AtomicInteger();

	private final Queue<Throwable> surprises = new ConcurrentLinkedQueue<>();

	private TestRedis redis;

	@BeforeEach
	void start() {
		this.redis = TestRedis.start();
	}

	@AfterEach
	void close() {
		this.redis.close();
	}

	@Test
	@Fault({ "L19", "L6", "L7", "L9", "L10", "L11", "L17" })
	void afterTheStormNothingIsLeft() {
		Desk.on(Application.class, this.redis.properties(), BRIEF)
			.run((one) -> Desk.on(Application.class, this.redis.properties(), BRIEF).run((other) -> {
				List<Thread> callers = new ArrayList<>(callers(one));
				callers.addAll(callers(other));
				rage(callers, one.getBean(Desk.class));

				assertThat(this.surprises).isEmpty();
				awaitQuiet(one);
				awaitQuiet(other);
				Eventually.holds(() -> names("*:l:*").isEmpty(), () -> "leases left: " + names("*:l:*").size());
				TestStores.assertEveryKeyEnds(this.redis);
				assertItWasAStorm(one.getBean(Desk.class), other.getBean(Desk.class));
				assertServes(one.getBean(Desk.class));
				assertServes(other.getBean(Desk.class));
			}));
	}

	/** Interrupts callers, clears and pauses Redis until all have made their calls. */
	private void rage(List<Thread> callers, Desk desk) {
		Random random = new Random(SEED);
		callers.forEach(Thread::start);
		long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
		for (int round = 1; callers.stream().anyMatch(Thread::isAlive); round++) {
			assertThat(System.nanoTime() - end).as("somebody waits for ever").isNegative();
			LockSupport.parkNanos(random.nextInt(20_000_000));
			callers.get(random.nextInt(callers.size())).interrupt();
			if (round % 100 == 50) {
				desk.clear();
			}
			if (round % 100 == 0) {
				this.redis.pause();
				LockSupport.parkNanos(150_000_000 + random.nextInt(350_000_000));
				this.redis.resume();
			}
		}
	}

	private List<Thread> callers(AssertableApplicationContext application) {
		List<Thread> callers = new ArrayList<>();
		for (int i = 0; i < CALLERS; i++) {
			Random random = new Random(SEED + this.seeds.incrementAndGet());
			Thread caller = new Thread(() -> call(application.getBean(Desk.class), random), "storm-" + i);
			caller.setDaemon(true);
			callers.add(caller);
		}
		return callers;
	}

	private void call(Desk desk, Random random) {
		long end = System.nanoTime() + DURATION.toNanos();
		while (System.nanoTime() - end < 0) {
			String question = "Question " + random.nextInt(QUESTIONS);
			try {
				if (random.nextInt(20) > 0) {
					check(desk.ask(question), question);
				}
				else {
					desk.forget(question);
				}
			}
			catch (Mood | CancellationException | LoadDeadlineExceededException | StackOverflowError
					| OutOfMemoryError ex) {
				// What the model threw, to this caller or to the one it waited for.
			}
			catch (Throwable ex) {
				this.surprises.add(ex);
			}
			// The interrupt was for this call.
			Thread.interrupted();
		}
	}

	private void check(CacheCall<String> call, String question) {
		String value = call.value();
		if (value != null && !value.startsWith(question + ":")) {
			this.surprises.add(new AssertionError("The answer to another question"));
		}
		if (value == null && call.outcome().isHit()) {
			this.surprises.add(new AssertionError("Nothing was stored and served"));
		}
	}

	/** Of all that was to happen, something did. */
	private static void assertItWasAStorm(Desk one, Desk other) {
		for (CacheOutcome outcome : List.of(CacheOutcome.EXACT_HIT, CacheOutcome.STALE_HIT, CacheOutcome.COALESCED,
				CacheOutcome.MISS, CacheOutcome.BYPASS)) {
			assertThat(one.count(outcome) + other.count(outcome)).as(outcome.name()).isPositive();
		}
		for (CacheIncident incident : List.of(CacheIncident.ABANDONED, CacheIncident.FAILED_OPEN, CacheIncident.VOIDED,
				CacheIncident.NOT_STORABLE, CacheIncident.TOO_LARGE, CacheIncident.REFRESH_FAILED)) {
			assertThat(one.count(incident) + other.count(incident)).as(incident.name()).isPositive();
		}
	}

	private static void assertServes(Desk desk) throws Exception {
		Eventually.holds(() -> isKept(desk), () -> "answers are not kept any more");
	}

	private static boolean isKept(Desk desk) {
		try {
			desk.ask("Question of tomorrow");
			return desk.ask("Question of tomorrow").outcome() == CacheOutcome.EXACT_HIT;
		}
		catch (Throwable ex) {
			return false;
		}
	}

	private static void awaitQuiet(AssertableApplicationContext application) {
		ResponseCache cache = application.getBean(ResponseCache.class);
		Eventually.holds(() -> cache.underWay() == 0, () -> cache.underWay() + " still under way");
	}

	private List<String> names(String pattern) {
		return this.redis.connection().sync().keys(pattern);
	}

	/** What the model throws when it is in no mood to answer. */
	private static final class Mood extends RuntimeException {

	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		Desk.Assistant assistant() {
			return new Desk.Assistant(new MoodyModel());
		}

		@Bean
		Desk desk(Desk.Assistant assistant, LlmCaches caches) {
			return new Desk(assistant, caches);
		}

	}

	/** Its moods come in a certain order, whoever asks. */
	private static final class MoodyModel implements Desk.Model {

		private final Random random = new Random(SEED);

		@Override
		public @Nullable String answer(String question) {
			int mood = mood();
			LockSupport.parkNanos(mood * 30_000L);
			if (Thread.currentThread().isInterrupted()) {
				throw new CancellationException("Interrupted");
			}
			return switch (mood % 10) {
				case 0 -> throw new Mood();
				case 1 -> throw new StackOverflowError();
				case 2 -> throw new OutOfMemoryError("not really");
				case 3 -> null;
				case 4 -> question + ":" + "x".repeat(2_000);
				default -> question + ": answer";
			};
		}

		private synchronized int mood() {
			return this.random.nextInt(100);
		}

	}

}
