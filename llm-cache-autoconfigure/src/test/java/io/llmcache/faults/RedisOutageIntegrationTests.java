package io.llmcache.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.llmcache.BypassReason;
import io.llmcache.CacheCall;
import io.llmcache.CacheIncident;
import io.llmcache.CacheOutcome;
import io.llmcache.store.RedisNotices;
import io.llmcache.test.Eventually;
import io.llmcache.test.FakeModel;
import io.llmcache.test.Fault;
import io.llmcache.test.Seen;
import io.llmcache.test.TcpProxy;
import io.llmcache.test.TestRedis;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Redis does not answer: callers get the model's answer, one of them late, and the cache
 * comes back by itself.
 */
class RedisOutageIntegrationTests {

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
	void refusedConnectionsCostNothingAndAnotherServerAtTheSamePortIsFound(Seen seen) {
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
			report("killed", took, seen);

			this.redis.restart();
			long restarted = System.nanoTime();
			awaitHit(desk);
			seen.that("%d ms from the restart to the first hit".formatted(since(restarted).toMillis()));
			Eventually.holds(() -> String.valueOf(this.redis.command("PUBSUB", "NUMSUB", channel())).endsWith("1]"),
					() -> "not subscribed again");
		});
	}

	@Test
	@Fault("R3")
	void aHungRedisKeepsOneCallerWaitingOnce(Seen seen) {
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
			report("hung", took, seen);

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
	void aSlowRedisPilesNothingUp(Seen seen) {
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
				seen.that("640 of 640 calls to the model in %d ms".formatted(since(began).toMillis()));
				// The shared threads of Lettuce and the three of the cache.
				assertThat(ownThreads() - threads).isLessThan(8);

				proxy.restore();
				proxy.reset();
				awaitHit(desk);
			});
		}
	}

	/** TCP alone would wait for it for a quarter of an hour. */
	@Test
	@Fault("R3")
	void connectionsToAHostThatVanishedWithoutAWordAreGivenUp(Seen seen) {
		try (TcpProxy proxy = TcpProxy.before(this.redis)) {
			Desk.on(proxy.properties()).run((context) -> {
				Desk desk = context.getBean(Desk.class);
				awaitHit(desk);
				RedisNotices notices = context.getBean(RedisNotices.class);
				Eventually.holds(notices::isListening, () -> "not subscribed");
				String before = subscribers();

				proxy.forsake();
				long began = System.nanoTime();
				assertBypassed(desk.ask("What is a card?"), "What is a card?");
				awaitHit(desk);
				seen.that("the host vanished without a word: %d ms to the first hit on another connection"
					.formatted(since(began).toMillis()));

				// The old subscription hears nothing and never will.
				Eventually.holds(() -> notices.isListening() && isAnother(subscribers(), before),
						() -> "subscribed: " + subscribers() + ", before " + before);
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

				proxy.swapReplies("GETRANGE");
				desk.ask("What is a PIN?");
				CacheCall<String> swapped = desk.ask("What is a card?");

				assertThat(proxy.swapped()).isTrue();
				assertThat(swapped.value()).isEqualTo("answer to What is a card?");
				assertThat(desk.count(CacheIncident.CORRUPT)).isEqualTo(1);
				// The lease shows the entry that the read did not.
				assertThat(swapped.outcome()).isEqualTo(CacheOutcome.EXACT_HIT);
				assertThat(context.getBean(FakeModel.class).calls()).isEqualTo(calls);
			});
		}
	}

	@Test
	@Fault("L13")
	void aSlowLoadDelaysNobodyElse(Seen seen) {
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
		seen.that("20 hits beside a load for 8 callers");
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

	/** The ids of the connections that are subscribed. */
	private String subscribers() {
		Matcher ids = Pattern.compile("(?m)^id=(\\d+) ")
			.matcher(String.valueOf(this.redis.command("CLIENT", "LIST", "TYPE", "pubsub")));
		return ids.results().map((id) -> id.group(1)).collect(Collectors.joining(","));
	}

	private static boolean isAnother(String subscribers, String before) {
		return subscribers.matches("\\d+") && !subscribers.equals(before);
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

	private static void report(String fault, List<Duration> took, Seen seen) {
		List<Duration> later = took.subList(1, took.size()).stream().sorted().toList();
		seen.that("%s: 100 of 100 calls to the model; first %d ms, later %d µs in the middle, %d µs at worst".formatted(
				fault, took.get(0).toMillis(), later.get(later.size() / 2).toNanos() / 1000,
				later.get(later.size() - 1).toNanos() / 1000));
		seen.added(took.stream().max(Comparator.naturalOrder()).orElseThrow());
	}

}
