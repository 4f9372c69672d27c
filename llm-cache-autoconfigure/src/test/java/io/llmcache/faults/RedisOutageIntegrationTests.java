package io.llmcache.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.llmcache.BypassReason;
import io.llmcache.CacheCall;
import io.llmcache.CacheIncident;
import io.llmcache.CacheOutcome;
import io.llmcache.test.Eventually;
import io.llmcache.test.FakeModel;
import io.llmcache.test.Fault;
import io.llmcache.test.TcpProxy;
import io.llmcache.test.TestRedis;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Redis does not answer: callers get the model's answer, one of them late, and the cache
 * comes back by itself.
 */
class RedisOutageIntegrationTests {

	private static final Logger logger = LoggerFactory.getLogger(RedisOutageIntegrationTests.class);

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
	@Fault("R2")
	void refusedConnectionsCostNothingAndAnotherServerAtTheSamePortIsFound() {
		runner().run((context) -> {
			Desk desk = context.getBean(Desk.class);
			awaitHit(desk);

			this.redis.kill();
			List<Duration> took = new ArrayList<>();
			for (int i = 0; i < 100; i++) {
				long began = System.nanoTime();
				assertBypassed(desk.ask("Question " + i), "Question " + i);
				took.add(since(began));
			}
			report("Refused", took);

			this.redis.restart();
			long restarted = System.nanoTime();
			awaitHit(desk);
			logger.info("From restart to the first hit: {} ms", since(restarted).toMillis());
			Eventually.holds(() -> String.valueOf(this.redis.command("PUBSUB", "NUMSUB", channel())).endsWith("1]"),
					() -> "not subscribed again");
		});
	}

	@Test
	@Fault("R3")
	void aHungRedisKeepsOneCallerWaitingOnce() {
		runner().run((context) -> {
			Desk desk = context.getBean(Desk.class);
			awaitHit(desk);

			this.redis.pause();
			List<Duration> took = new ArrayList<>();
			long all = System.nanoTime();
			for (int i = 0; i < 100; i++) {
				long began = System.nanoTime();
				assertBypassed(desk.ask("Question " + i), "Question " + i);
				took.add(since(began));
			}
			// A hundred time-outs would be twenty seconds.
			assertThat(since(all)).isLessThan(Duration.ofSeconds(10));
			assertThat(took.get(0)).isLessThan(Duration.ofSeconds(5));
			report("Hung", took);

			this.redis.resume();
			awaitHit(desk);
		});
	}

	/** Without Redis, callers of a JVM still share one call of the model. */
	@Test
	@Fault("R3")
	void equalCallersShareALoadWhileRedisHangs() {
		runner().run((context) -> {
			Desk desk = context.getBean(Desk.class);
			FakeModel model = context.getBean(FakeModel.class);
			awaitHit(desk);
			int before = model.calls();

			model.hold();
			this.redis.pause();
			Crowd crowd = Crowd.same(64, () -> desk.ask("What is a card?"));
			crowd.awaitWaiting(63);
			model.release();

			List<CacheCall<String>> calls = crowd.join();
			assertThat(model.calls()).isEqualTo(before + 1);
			assertThat(calls).allMatch((call) -> "answer to What is a card?".equals(call.value()));
			assertThat(Crowd.count(calls, CacheOutcome.COALESCED)).isEqualTo(63);
			assertThat(Crowd.count(calls, CacheOutcome.BYPASS)).isEqualTo(1);
		});
	}

	@Test
	@Fault("R4")
	void aSlowRedisPilesNothingUp() {
		try (TcpProxy proxy = TcpProxy.before(this.redis)) {
			Desk.on(proxy.properties()).run((context) -> {
				Desk desk = context.getBean(Desk.class);
				awaitHit(desk);

				proxy.delay(Duration.ofSeconds(5));
				int threads = ownThreads();
				long began = System.nanoTime();
				for (int round = 0; round < 10; round++) {
					int first = round * 64;
					List<CacheCall<String>> calls = Crowd.of(64, (i) -> () -> desk.ask("Question " + (first + i)))
						.join();
					assertThat(calls).allMatch((call) -> call.reason() == BypassReason.UNAVAILABLE);
				}
				assertThat(since(began)).isLessThan(Duration.ofSeconds(20));
				// The shared threads of Lettuce and the three of the cache.
				assertThat(ownThreads() - threads).isLessThan(8);

				proxy.restore();
				proxy.reset();
				awaitHit(desk);
			});
		}
	}

	@Test
	@Fault("R6")
	void anAnswerReachesItsCallerAlthoughRedisDiedMeanwhile() {
		runner().run((context) -> {
			Desk desk = context.getBean(Desk.class);
			FakeModel model = context.getBean(FakeModel.class);
			awaitHit(desk);

			model.hold();
			int before = model.calls();
			Crowd crowd = Crowd.same(2, () -> desk.ask("What is a card?"));
			model.awaitCalls(before + 1);
			crowd.awaitWaiting(1);
			this.redis.kill();
			model.release();

			List<CacheCall<String>> calls = crowd.join();
			assertThat(calls).extracting(CacheCall::value).containsOnly("answer to What is a card?");
			assertThat(calls).extracting(CacheCall::outcome)
				.containsExactlyInAnyOrder(CacheOutcome.MISS, CacheOutcome.COALESCED);
			assertThat(desk.count(CacheIncident.FAILED_WRITE)).isEqualTo(1);

			this.redis.restart();
			awaitHit(desk);
			assertThat(desk.ask("What is a card?").outcome()).isEqualTo(CacheOutcome.MISS);
			assertThat(desk.ask("What is a card?").outcome()).isEqualTo(CacheOutcome.EXACT_HIT);
		});
	}

	@Test
	@Fault("R10")
	void forgottenScriptsAreSentAgain() {
		Desk.on(this.redis.properties(), "llm.cache.hot.threshold=4", Desk.PATIENT).run((context) -> {
			Desk desk = context.getBean(Desk.class);
			awaitHit(desk);

			this.redis.command("SCRIPT", "FLUSH");
			assertThat(desk.ask("What is a card?").outcome()).isEqualTo(CacheOutcome.MISS);
			this.redis.command("SCRIPT", "FLUSH");
			for (int i = 0; i < 8; i++) {
				assertThat(desk.ask("What is a card?").outcome()).isEqualTo(CacheOutcome.EXACT_HIT);
			}
			Eventually.holds(() -> !List.of().equals(this.redis.command("KEYS", "*:h:*")), () -> "no hits counted");
			this.redis.command("SCRIPT", "FLUSH");
			desk.forget("What is a card?");
			assertThat(desk.ask("What is a card?").outcome()).isEqualTo(CacheOutcome.MISS);
			assertThat(desk.count(CacheOutcome.MISS)).isEqualTo(3);
		});
	}

	@Test
	@Fault("R14")
	void aReplyToAnotherQuestionIsNeverServed() {
		try (TcpProxy proxy = TcpProxy.before(this.redis)) {
			Desk.on(proxy.properties(), Desk.PATIENT).run((context) -> {
				Desk desk = context.getBean(Desk.class);
				awaitHit(desk);
				desk.ask("What is a card?");
				int calls = context.getBean(FakeModel.class).calls();

				proxy.swapReplies("GET");
				desk.ask("What is a PIN?");
				CacheCall<String> swapped = desk.ask("What is a card?");

				assertThat(proxy.swapped()).isTrue();
				assertThat(swapped.value()).isEqualTo("answer to What is a card?");
				assertThat(desk.count(CacheIncident.CORRUPT)).isEqualTo(1);
				// The lease shows the entry that the GET did not.
				assertThat(swapped.outcome()).isEqualTo(CacheOutcome.EXACT_HIT);
				assertThat(context.getBean(FakeModel.class).calls()).isEqualTo(calls);
			});
		}
	}

	@Test
	@Fault("L13")
	void aSlowLoadDelaysNobodyElse() {
		Desk.on(this.redis.properties(), Desk.PATIENT).run((context) -> {
			Desk desk = context.getBean(Desk.class);
			FakeModel model = context.getBean(FakeModel.class);
			awaitHit(desk);

			int before = model.calls();
			model.hold();
			Crowd slow = Crowd.same(8, () -> desk.ask("What is a card?"));
			model.awaitCalls(before + 1);
			for (int i = 0; i < 20; i++) {
				assertThat(desk.ask("What is a PIN?").outcome()).isEqualTo(CacheOutcome.EXACT_HIT);
			}
			assertThat(model.running()).isEqualTo(1);
			model.release();
			assertThat(Crowd.count(slow.join(), CacheOutcome.MISS)).isEqualTo(1);
		});
	}

	private ApplicationContextRunner runner() {
		return Desk.on(this.redis.properties());
	}

	private static void awaitHit(Desk desk) {
		Eventually.holds(() -> desk.isHit("What is a PIN?"), () -> "no hit");
	}

	private static void assertBypassed(CacheCall<String> call, String question) {
		assertThat(call.value()).isEqualTo("answer to " + question);
		assertThat(call.outcome()).isEqualTo(CacheOutcome.BYPASS);
		assertThat(call.reason()).isEqualTo(BypassReason.UNAVAILABLE);
	}

	private static String channel() {
		return "llm:app:1:n";
	}

	private static int ownThreads() {
		return (int) Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((name) -> name.startsWith("llm-cache-") || name.startsWith("lettuce-"))
			.count();
	}

	private static Duration since(long began) {
		return Duration.ofNanos(System.nanoTime() - began);
	}

	private static void report(String fault, List<Duration> took) {
		List<Duration> later = took.subList(1, took.size()).stream().sorted().toList();
		logger.info("{}: first call {} ms, later calls p50 {} µs, slowest {} µs", fault, took.get(0).toMillis(),
				later.get(later.size() / 2).toNanos() / 1000, later.get(later.size() - 1).toNanos() / 1000);
	}

}
