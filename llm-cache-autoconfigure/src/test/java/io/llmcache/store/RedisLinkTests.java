package io.llmcache.store;

import java.time.Duration;

import io.llmcache.test.TestRedis;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for the beginning of {@link RedisLink}.
 */
class RedisLinkTests {

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
	void beforeItBeginsNobodyWaits() {
		try (TestStores stores = TestStores.notYetOn(this.redis)) {
			assertUnavailableWithin(Duration.ofSeconds(1), stores);
		}
	}

	@Test
	void whoAsksWhileItConnectsHasAnAnswer() throws StoreException {
		try (TestStores stores = TestStores.notYetOn(this.redis)) {
			stores.link().start(Duration.ofSeconds(10));

			assertThat(stores.entries().get(TestKeys.key("link", "q"))).isInstanceOf(Reading.Absent.class);
		}
	}

	/** Where processors are few, the rest of the start may take longer than patience. */
	@Test
	void patienceBeginsWithTheFirstWhoAsks() throws StoreException, InterruptedException {
		this.redis.pause();
		try (TestStores stores = TestStores.notYetOn(this.redis)) {
			stores.link().start(Duration.ofSeconds(2));
			Thread.sleep(2_500);
			this.redis.resume();

			assertThat(stores.entries().get(TestKeys.key("link", "q"))).isInstanceOf(Reading.Absent.class);
		}
	}

	@Test
	void nobodyWaitsLongerThanItsPatience() {
		this.redis.pause();
		try (TestStores stores = TestStores.notYetOn(this.redis)) {
			stores.link().start(Duration.ofMillis(200));

			assertUnavailableWithin(Duration.ofSeconds(2), stores);
		}
		finally {
			this.redis.resume();
		}
	}

	/** The time-out of a command is five seconds here. */
	private static void assertUnavailableWithin(Duration most, TestStores stores) {
		long began = System.nanoTime();
		assertThatExceptionOfType(StoreException.Unavailable.class)
			.isThrownBy(() -> stores.entries().get(TestKeys.key("link", "q")));
		assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(most);
	}

}
