package io.llmcache.faults;

import java.util.Objects;

import io.llmcache.CacheCall;
import io.llmcache.CacheIncident;
import io.llmcache.CacheOutcome;
import io.llmcache.engine.HitRecorder;
import io.llmcache.test.Eventually;
import io.llmcache.test.FakeModel;
import io.llmcache.test.Fault;
import io.llmcache.test.TestRedis;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Redis answers, but takes no writes: hits go on, answers reach their callers, and what
 * was not stored is counted.
 */
class RedisRefusalIntegrationTests {

	private static final String[] HOT = { "llm.cache.hot.threshold=4", Desk.PATIENT };

	@Test
	@Fault("R8")
	void aReplicaServesHits() {
		try (TestRedis primary = TestRedis.start("--repl-diskless-sync-delay", "0");
				TestRedis replica = TestRedis.start()) {
			Desk.on(primary.properties(), Desk.PATIENT)
				.run((context) -> context.getBean(Desk.class).ask("What is a PIN?"));
			replica.command("REPLICAOF", primary.host(), Integer.toString(primary.port()));
			Eventually.holds(() -> Objects.equals(replica.command("DBSIZE"), primary.command("DBSIZE")),
					() -> "not in step");
			Desk.on(replica.properties(), HOT)
				.run((context) -> assertServesWithoutStoring(context.getBean(Desk.class),
						context.getBean(HitRecorder.class)));
		}
	}

	@Test
	@Fault("R9")
	void aFullRedisServesHits() {
		try (TestRedis redis = TestRedis.start()) {
			Desk.on(redis.properties(), HOT).run((context) -> {
				Desk desk = context.getBean(Desk.class);
				desk.ask("What is a PIN?");
				redis.command("CONFIG", "SET", "maxmemory", "1");
				assertServesWithoutStoring(desk, context.getBean(HitRecorder.class));

				redis.command("CONFIG", "SET", "maxmemory", "0");
				assertThat(desk.ask("What is a card?").outcome()).isEqualTo(CacheOutcome.MISS);
				assertThat(desk.ask("What is a card?").outcome()).isEqualTo(CacheOutcome.EXACT_HIT);
			});
		}
	}

	/** In the middle of a load: the lease must not outlive it. */
	@Test
	@Fault("R9")
	void aRedisThatFillsUpDuringTheLoadKeepsNobodyWaiting() {
		try (TestRedis redis = TestRedis.start()) {
			Desk.on(redis.properties(), Desk.PATIENT).run((context) -> {
				Desk desk = context.getBean(Desk.class);
				FakeModel model = context.getBean(FakeModel.class).hold();
				Crowd crowd = Crowd.same(2, () -> desk.ask("What is a PIN?"));
				crowd.awaitWaiting(1);
				model.awaitCalls(1);
				redis.command("CONFIG", "SET", "maxmemory", "1");
				model.release();

				assertThat(crowd.join()).extracting(CacheCall::value).containsOnly("answer to What is a PIN?");
				assertThat(desk.count(CacheIncident.FAILED_WRITE)).isEqualTo(1);
				assertThat(model.calls()).isEqualTo(1);
				assertThat(redis.command("DBSIZE")).isEqualTo(0L);
			});
		}
	}

	private static void assertServesWithoutStoring(Desk desk, HitRecorder hits) throws Exception {
		CacheCall<String> first = desk.ask("What is a card?");
		CacheCall<String> second = desk.ask("What is a card?");
		assertThat(second.value()).isEqualTo(first.value()).isEqualTo("answer to What is a card?");
		assertThat(first.outcome()).isEqualTo(CacheOutcome.MISS);
		assertThat(second.outcome()).isEqualTo(CacheOutcome.MISS);
		assertThat(desk.count(CacheIncident.FAILED_WRITE)).isEqualTo(2);
		// The batch that counts hits is refused too, and that is no outage.
		for (int i = 0; i < 40; i++) {
			assertThat(desk.ask("What is a PIN?").outcome()).isEqualTo(CacheOutcome.EXACT_HIT);
			hits.flush();
		}
	}

}
