package io.llmcache.test;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.lettuce.core.RedisException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class TestRedisTests {

	@Test
	void theSharedServerAnswersAndIsOne() {
		TestRedis redis = TestRedis.shared();
		redis.flush();
		assertThat(redis.command("SET", "key", "välue")).isEqualTo("OK");
		assertThat(redis.command("GET", "key")).isEqualTo("välue");
		assertThat(TestRedis.shared()).isSameAs(redis);
		redis.flush();
		assertThat(redis.command("GET", "key")).isNull();
		assertThat(redis.command("DBSIZE")).isEqualTo(0L);
	}

	@Test
	void theSharedServerCannotBeHurt() {
		assertThatIllegalStateException().isThrownBy(TestRedis.shared()::kill);
		assertThatIllegalStateException().isThrownBy(TestRedis.shared()::close);
	}

	@Test
	void aProcessOfOnesOwnIsPausedKilledAndRestarted() {
		long last;
		try (TestRedis redis = TestRedis.start("--maxmemory", "3mb")) {
			assertThat(redis.command("CONFIG", "GET", "maxmemory")).asInstanceOf(InstanceOfAssertFactories.LIST)
				.contains("3145728");
			redis.command("SET", "key", "value");
			redis.pause();
			redis.connection().setTimeout(Duration.ofMillis(200));
			assertThatExceptionOfType(RedisException.class).isThrownBy(() -> redis.command("GET", "key"));
			redis.connection().setTimeout(Duration.ofSeconds(10));
			redis.resume();
			assertThat(redis.command("GET", "key")).isEqualTo("value");
			long pid = redis.pid();
			redis.pause();
			redis.kill();
			assertThat(ProcessHandle.of(pid)).isEmpty();
			redis.restart();
			assertThat(redis.pid()).isNotEqualTo(pid);
			assertThat(redis.command("GET", "key")).isNull();
			last = redis.pid();
		}
		assertThat(ProcessHandle.of(last)).isEmpty();
	}

	@Test
	void anAddressInTheEnvironmentIsTaken() {
		TestRedis shared = TestRedis.shared();
		RedisServers servers = new RedisServers(
				Map.of(RedisServers.ADDRESS, shared.host() + ":" + shared.port(), RedisServers.BINARY, "/nowhere"));
		try (TestRedis redis = servers.shared()) {
			assertThat(redis.port()).isEqualTo(shared.port());
			assertThat(redis.command("PING")).isEqualTo("PONG");
			assertThat(redis.properties()).containsExactly("spring.data.redis.host=" + shared.host(),
					"spring.data.redis.port=" + shared.port());
		}
	}

	@Test
	void whereOnlyAnAddressIsKnownTestsWithProcessesAreSkipped() {
		RedisServers servers = new RedisServers(Map.of(RedisServers.ADDRESS, "localhost:1"));
		assertThatExceptionOfType(TestAbortedException.class).isThrownBy(() -> servers.start(List.of()))
			.withMessageContaining(RedisServers.BINARY);
	}

}
