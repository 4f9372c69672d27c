package io.llmcache.intercept;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

import io.llmcache.store.TestStores;
import io.llmcache.test.TestRedis;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link Rehearsal}.
 */
class RehearsalTests {

	private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

	@AfterEach
	void end() {
		this.timer.shutdownNow();
	}

	@Test
	void hitsGoTheWayToRedisAndLeaveNothingThere() {
		try (TestRedis redis = TestRedis.start(); TestStores stores = TestStores.on(redis)) {
			redis.command("CONFIG", "RESETSTAT");

			rehearsal(stores).run();

			assertThat(String.valueOf(redis.command("INFO", "commandstats"))
				.lines()
				.filter((line) -> line.startsWith("cmdstat_") && !line.startsWith("cmdstat_config")
						&& !line.startsWith("cmdstat_info"))
				.map((line) -> line.replaceFirst(",.*", ""))).containsExactly("cmdstat_getrange:calls=10");
			assertThat(redis.command("DBSIZE")).isEqualTo(0L);
		}
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void aRedisThatHasJustGoneIsNoNews(CapturedOutput output) {
		try (TestRedis redis = TestRedis.start(); TestStores stores = TestStores.on(redis)) {
			redis.kill();

			assertThatNoException().isThrownBy(rehearsal(stores)::run);

			assertThat(stores.link().isOpenToCalls()).as("callers find out themselves").isTrue();
			assertThat(output).doesNotContain(" io.llmcache.");
		}
	}

	private Rehearsal rehearsal(TestStores stores) {
		return new Rehearsal(stores.entries(), stores.entries()::rehearse, stores.leases(), this.timer);
	}

}
