package io.llmcache.test;

import java.util.List;
import java.util.Map;

import io.lettuce.core.RedisURI;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.opentest4j.TestAbortedException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * The lanes: each kind of server is what it is said to be, alone and as a cluster.
 */
class RedisKindTests {

	@ParameterizedTest
	@EnumSource
	void startsAndIsWhatItIsCalled(RedisKind kind) {
		try (TestRedis redis = TestRedis.start(kind)) {
			assertThat(redis.command("PING")).isEqualTo("PONG");
			assertThat(version(redis)).contains(switch (kind) {
				case REDIS_6 -> "redis_version:6.";
				case REDIS_7 -> "redis_version:7.0.";
				case REDIS_8, QUERY_ENGINE -> "redis_version:8.";
				case VALKEY -> "valkey_version:9.";
			});
		}
	}

	@Test
	void redis8HasVectorSets() {
		TestRedis redis = TestRedis.shared(RedisKind.REDIS_8);
		redis.flush();
		redis.command("VADD", "set", "VALUES", "2", "0.6", "0.8", "element");
		assertThat(redis.command("VCARD", "set")).isEqualTo(1L);
		assertThat(TestRedis.shared(RedisKind.REDIS_8)).isSameAs(redis);
		assertThatIllegalStateException().isThrownBy(redis::close);
	}

	@Test
	void theQueryEngineAnswersBesideVectorSets() {
		TestRedis redis = TestRedis.shared(RedisKind.QUERY_ENGINE);
		redis.flush();
		redis.command("FT.CREATE", "index", "ON", "HASH", "SCHEMA", "field", "TAG");
		assertThat(redis.command("FT._LIST")).isEqualTo("index");
		redis.command("VADD", "set", "VALUES", "2", "0.6", "0.8", "element");
		assertThat(redis.command("VCARD", "set")).isEqualTo(1L);
	}

	/** The others are clusters in tests of what runs on them. */
	@ParameterizedTest
	@EnumSource(names = { "REDIS_7", "VALKEY" })
	void formsACluster(RedisKind kind) {
		try (TestCluster cluster = TestCluster.start(kind)) {
			assertThat(cluster.nodes()).hasSize(3);
			assertThat(cluster.properties()).containsExactly("spring.data.redis.cluster.nodes=127.0.0.1:"
					+ cluster.nodes().get(0).port() + "," + String.join(",", cluster.addresses().subList(1, 3)));
			writeThousand(RedisURI.create(cluster.nodes().get(0).host(), cluster.nodes().get(0).port()));
			for (TestRedis node : cluster.nodes()) {
				assertThat((Long) node.command("DBSIZE")).isBetween(200L, 500L);
			}
			cluster.flush();
			assertThat(cluster.nodes()).allMatch((node) -> Long.valueOf(0).equals(node.command("DBSIZE")));
		}
	}

	@Test
	void whatIsMissingIsNamedWithItsCure() {
		RedisServers none = new RedisServers(Map.of());
		assertThatExceptionOfType(TestAbortedException.class)
			.isThrownBy(() -> none.start(RedisKind.QUERY_ENGINE, List.of()))
			.withMessageContaining(RedisServers.QUERY_ENGINE)
			.withMessageContaining(".ci/servers");
		assertThatExceptionOfType(TestAbortedException.class).isThrownBy(() -> none.start(RedisKind.VALKEY, List.of()))
			.withMessageContaining(RedisServers.VALKEY);
	}

	private static void writeThousand(RedisURI first) {
		RedisClusterClient client = RedisClusterClient.create(first);
		try (StatefulRedisClusterConnection<String, String> connection = client.connect()) {
			for (int i = 0; i < 1000; i++) {
				connection.sync().set("key " + i, "value");
			}
		}
		finally {
			client.shutdown();
		}
	}

	private static String version(TestRedis redis) {
		return String.valueOf(redis.command("INFO", "server"));
	}

}
