package io.llmcache.test;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TestSentinelsTests {

	@Test
	void theReplicaTakesOverWhenToldAndWhenThePrimaryDies() {
		try (TestSentinels sentinels = TestSentinels.start(RedisKind.REDIS_8)) {
			TestRedis first = sentinels.primary();
			TestRedis second = sentinels.replica();
			assertThat(sentinels.primaries()).containsExactly(first);
			first.command("SET", "key", "value");
			Eventually.holds(() -> "value".equals(second.command("GET", "key")), () -> "not replicated");

			sentinels.failOver();
			assertThat(sentinels.primary()).isSameAs(second);
			assertThat(second.command("SET", "key", "newer")).isEqualTo("OK");

			Eventually.holds(() -> "newer".equals(first.command("GET", "key")), () -> "not replicated");
			second.kill();
			sentinels.awaitPrimary(first);
			assertThat(first.command("GET", "key")).isEqualTo("newer");
			second.restart();
			sentinels.awaitReadiness();
			Eventually.holds(() -> "newer".equals(second.command("GET", "key")), () -> "not replicated");
		}
	}

}
