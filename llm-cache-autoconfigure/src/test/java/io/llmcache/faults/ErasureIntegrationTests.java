package io.llmcache.faults;

import java.util.Map;
import java.util.TreeMap;

import io.llmcache.CacheOutcome;
import io.llmcache.LlmCaches;
import io.llmcache.WriteOutcome;
import io.llmcache.test.Eventually;
import io.llmcache.test.Fault;
import io.llmcache.test.Seen;
import io.llmcache.test.TestRedis;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * All answers to one tenant go, from Redis too, without Redis being held up.
 */
class ErasureIntegrationTests {

	private static final int QUESTIONS = 1_500;

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
	@Fault("S11")
	void aTenantIsErasedInStepsAndNobodyElse(Seen seen) {
		Desk.on(this.redis.properties(), Desk.PATIENT).run((context) -> {
			Desk desk = context.getBean(Desk.class);
			for (int i = 0; i < QUESTIONS; i++) {
				desk.askFor("acme", "Question " + i);
				desk.askFor("other", "Question " + i);
			}
			assertThat(keys()).isEqualTo(2 * QUESTIONS);
			this.redis.command("CONFIG", "RESETSTAT");

			assertThat(context.getBean(LlmCaches.class).evictTenant("acme")).isEqualTo(WriteOutcome.DONE);

			// Those of the other, and the mark.
			Eventually.holds(() -> keys() == QUESTIONS + 1, () -> keys() + " keys");
			Map<String, Long> commands = commands();
			assertThat(commands).doesNotContainKeys("keys", "flushall", "flushdb");
			assertThat(commands).containsEntry("unlink", (long) QUESTIONS);
			assertThat(commands.get("scan")).isBetween(3_000 / 500L, 2 * 3_000 / 500L);
			for (int i = 0; i < QUESTIONS; i += 100) {
				assertThat(desk.askFor("acme", "Question " + i).outcome()).isEqualTo(CacheOutcome.MISS);
				assertThat(desk.askFor("other", "Question " + i).outcome()).isEqualTo(CacheOutcome.EXACT_HIT);
			}
			seen.that("1 500 of 3 000 entries gone in " + commands.get("scan") + " steps, 0 `KEYS`, 0 of others");
		});
	}

	private long keys() {
		return (Long) this.redis.command("DBSIZE");
	}

	/** How often each command was called, by scripts too. */
	private Map<String, Long> commands() {
		Map<String, Long> calls = new TreeMap<>();
		String.valueOf(this.redis.command("INFO", "commandstats"))
			.lines()
			.filter((line) -> line.startsWith("cmdstat_"))
			.forEach((line) -> calls.put(line.replaceAll("cmdstat_(.*):calls=.*", "$1"),
					Long.valueOf(line.replaceAll(".*:calls=(\\d+),.*", "$1"))));
		return calls;
	}

}
