package io.llmcache.faults;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import io.llmcache.BypassReason;
import io.llmcache.CacheCall;
import io.llmcache.CacheOutcome;
import io.llmcache.engine.ResponseCache;
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
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The application starts in normal time whatever Redis does, and where Redis is well, the
 * very first call is cached.
 */
@Fault("R1")
class StartIntegrationTests {

	private static final String QUESTION = "What is a PIN?";

	private TestRedis redis;

	@BeforeEach
	void start() {
		this.redis = TestRedis.start();
		// The time it takes to load the classes is nobody's fault here.
		runner().run((context) -> context.getBean(Desk.class).ask("Are you there?"));
	}

	@AfterEach
	void close() {
		this.redis.close();
	}

	@Test
	void withoutRedisTheStartTakesNormalTimeAndRedisIsFoundLater(Seen seen) {
		this.redis.kill();
		long began = System.nanoTime();
		runner().run((context) -> {
			Duration took = Duration.ofNanos(System.nanoTime() - began);
			seen.that("refused: started in %d ms".formatted(took.toMillis()));
			assertThat(took).isLessThan(Duration.ofSeconds(5));
			assertBypassed(context.getBean(Desk.class));
			assertThat(context.getBean(RedisNotices.class).isListening()).isFalse();

			this.redis.restart();
			awaitHit(context.getBean(Desk.class));
			Eventually.holds(context.getBean(RedisNotices.class)::isListening, () -> "not subscribed");
		});
	}

	@Test
	void aHungRedisDelaysTheStartByNoMoreThanItsPatience(Seen seen) {
		this.redis.pause();
		long began = System.nanoTime();
		runner().run((context) -> {
			Duration took = Duration.ofNanos(System.nanoTime() - began);
			seen.that("hung: started in %d ms".formatted(took.toMillis()));
			assertThat(took).isLessThan(Duration.ofSeconds(5));
			assertBypassed(context.getBean(Desk.class));

			this.redis.resume();
			awaitHit(context.getBean(Desk.class));
			Eventually.holds(context.getBean(RedisNotices.class)::isListening, () -> "not subscribed");
		});
	}

	@Test
	void aFirstConnectionThatTakesLongerThanACommandMayStillServesTheFirstCall() {
		try (TcpProxy proxy = TcpProxy.before(this.redis)) {
			proxy.delay(Duration.ofMillis(300));
			long before = connectionsReceived();
			Thread thaw = new Thread(() -> {
				Eventually.holds(() -> connectionsReceived() >= before + 2, () -> "no second attempt to connect");
				proxy.restore();
			});
			thaw.start();
			Desk.on(proxy.properties()).run((context) -> {
				assertThat(context.getBean(Desk.class).ask(QUESTION).outcome()).isEqualTo(CacheOutcome.MISS);
				assertThat(context.getBean(Desk.class).ask(QUESTION).outcome()).isEqualTo(CacheOutcome.EXACT_HIT);
				Eventually.holds(context.getBean(RedisNotices.class)::isListening, () -> "not subscribed");
			});
			thaw.join();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void theFirstCallOfEveryStartIsCached() {
		for (int i = 0; i < 10; i++) {
			String question = "Question " + i;
			runner().run((context) -> {
				assertThat(context.getBean(Desk.class).ask(question).outcome()).isEqualTo(CacheOutcome.MISS);
				assertThat(context.getBean(Desk.class).ask(question).outcome()).isEqualTo(CacheOutcome.EXACT_HIT);
			});
		}
	}

	/** A subscription that fails while the link holds is tried again. */
	@Test
	void aSubscriptionThatFailedIsTriedAgain() {
		this.redis.command("ACL", "SETUSER", "default", "-subscribe");
		runner().run((context) -> {
			assertThat(context.getBean(Desk.class).ask(QUESTION).outcome()).isEqualTo(CacheOutcome.MISS);
			assertThat(context.getBean(RedisNotices.class).isListening()).isFalse();

			this.redis.command("ACL", "SETUSER", "default", "+subscribe");
			Eventually.holds(context.getBean(RedisNotices.class)::isListening, () -> "not subscribed");
			assertThat(context.getBean(Desk.class).ask(QUESTION).outcome()).isEqualTo(CacheOutcome.EXACT_HIT);
		});
	}

	/** Nobody tells it, so it lets nobody join a load for more than a second or so. */
	@Test
	@Fault({ "L5", "S12" })
	void whoMayNotSubscribeStillServesNothingThatWasVoidedElsewhere() {
		this.redis.command("ACL", "SETUSER", "default", "-subscribe");
		runner().run((context) -> {
			FakeModel model = context.getBean(FakeModel.class).hold();
			Desk desk = context.getBean(Desk.class);
			Crowd before = Crowd.same(1, () -> desk.ask(QUESTION));
			model.awaitCalls(1);
			runner().run((other) -> other.getBean(Desk.class).forget(QUESTION));

			ResponseCache cache = context.getBean(ResponseCache.class);
			Eventually.holds(() -> cache.underWay() == 0, () -> "the load can still be joined");
			Crowd after = Crowd.same(1, () -> desk.ask(QUESTION));

			model.awaitCalls(2);
			model.release();
			assertThat(Crowd.count(before.join(), CacheOutcome.MISS)).isEqualTo(1);
			assertThat(Crowd.count(after.join(), CacheOutcome.MISS)).isEqualTo(1);
		});
	}

	/** Whoever looks after the subscription may give up on it without a word. */
	@Test
	@Fault("S12")
	void aSubscriptionThatIsRefusedAfterAReconnectIsTriedAgain() {
		runner().run((context) -> {
			RedisNotices notices = context.getBean(RedisNotices.class);
			Eventually.holds(notices::isListening, () -> "not subscribed");
			this.redis.command("ACL", "SETUSER", "default", "-subscribe");
			this.redis.command("CLIENT", "KILL", "TYPE", "pubsub");
			Eventually.holds(() -> String.valueOf(this.redis.command("ACL", "LOG")).contains("object, subscribe"),
					() -> "not refused: " + this.redis.command("ACL", "LOG"));

			this.redis.command("ACL", "SETUSER", "default", "+subscribe");
			Eventually.holds(() -> subscribers() == 1, () -> subscribers() + " subscriptions");
			Eventually.holds(notices::isListening, () -> "not subscribed");
		});
	}

	private long subscribers() {
		Object reply = this.redis.command("PUBSUB", "NUMSUB", "llm:app:1:n");
		return (Long) ((List<?>) Objects.requireNonNull(reply)).get(1);
	}

	/** What is missing is named, and found once it is granted. */
	@Test
	@Fault("R13")
	@ExtendWith(OutputCaptureExtension.class)
	void aMissingRightIsNamed(CapturedOutput output) {
		this.redis.command("ACL", "SETUSER", "default", "-evalsha");
		runner().run((context) -> {
			assertBypassed(context.getBean(Desk.class));
			assertThat(output).contains("Redis refuses what the cache needs").contains("evalsha");

			this.redis.command("ACL", "SETUSER", "default", "+evalsha");
			awaitHit(context.getBean(Desk.class));
		});
	}

	private ApplicationContextRunner runner() {
		return Desk.on(this.redis.properties());
	}

	private long connectionsReceived() {
		String stats = String.valueOf(this.redis.command("INFO", "stats"));
		return Long.parseLong(stats.replaceAll("(?s).*total_connections_received:(\\d+).*", "$1"));
	}

	private static void assertBypassed(Desk desk) throws Exception {
		CacheCall<String> call = desk.ask(QUESTION);
		assertThat(call.value()).isEqualTo("answer to " + QUESTION);
		assertThat(call.outcome()).isEqualTo(CacheOutcome.BYPASS);
		assertThat(call.reason()).isEqualTo(BypassReason.UNAVAILABLE);
	}

	private static void awaitHit(Desk desk) {
		Eventually.holds(() -> desk.isHit(QUESTION), () -> "no hit");
	}

}
