package io.llmcache.semantic.queryengine;

import io.lettuce.core.protocol.ProtocolVersion;
import io.llmcache.semantic.queryengine.Layout.Algorithm;
import io.llmcache.semantic.queryengine.Layout.Component;
import io.llmcache.store.RedisKeys;
import io.llmcache.store.StoreException;
import io.llmcache.store.TestLink;
import io.llmcache.store.TestStores;
import io.llmcache.test.RedisKind;
import io.llmcache.test.TestCluster;
import io.llmcache.test.TestRedis;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Where the query engine can serve, and what is said where it cannot.
 */
class ProbeTests {

	private static final Layout SMALL = new Layout(8, Component.FLOAT16, Algorithm.FLAT);

	@ParameterizedTest
	@EnumSource
	void itServesWhereThereIsOneAndLeavesNothingBehind(Algorithm algorithm) throws StoreException {
		TestRedis redis = TestRedis.shared(RedisKind.QUERY_ENGINE);
		redis.flush();
		try (TestStores stores = TestStores.on(redis)) {
			for (Component component : Component.values()) {
				Layout layout = new Layout(384, component, algorithm);
				assertThat(QueryEngine.probe(stores.link(), stores.keys(), layout)).isEmpty();
			}
		}
		assertThat(redis.command("FT._LIST")).asList().isEmpty();
		assertThat(redis.command("DBSIZE")).isEqualTo(0L);
	}

	@ParameterizedTest
	@EnumSource
	void bothProtocolsAreUnderstood(ProtocolVersion protocol) throws StoreException {
		TestRedis redis = TestRedis.shared(RedisKind.QUERY_ENGINE);
		try (TestLink to = TestLink.to(redis, protocol)) {
			assertThat(QueryEngine.probe(to.link(), to.keys(), SMALL)).isEmpty();
		}
	}

	@ParameterizedTest
	@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "QUERY_ENGINE")
	void itIsMissedWhereThereIsNone(RedisKind kind) throws StoreException {
		try (TestRedis redis = TestRedis.start(kind); TestStores stores = TestStores.on(redis)) {
			assertThat(QueryEngine.probe(stores.link(), stores.keys(), SMALL))
				.contains("this Redis has no query engine");
		}
	}

	/** Each node answers, for its own documents: two thirds would never be found. */
	@Test
	void itIsRefusedOnAClusterWithoutCoordinator() throws StoreException {
		try (TestCluster cluster = TestCluster.start(RedisKind.QUERY_ENGINE); TestLink to = TestLink.to(cluster)) {
			assertThat(QueryEngine.probe(to.link(), to.keys(), SMALL))
				.hasValueSatisfying((reason) -> assertThat(reason).contains("cluster").contains("no coordinator"));
			assertThat(cluster.nodes()).allSatisfy((node) -> assertThat(node.command("FT._LIST")).asList().isEmpty());
		}
	}

	@Test
	void itIsMissedOnAClusterWithoutAny() throws StoreException {
		try (TestCluster cluster = TestCluster.start(RedisKind.REDIS_6); TestLink to = TestLink.to(cluster)) {
			assertThat(QueryEngine.probe(to.link(), to.keys(), SMALL)).contains("this Redis has no query engine");
		}
	}

	@Test
	void whatARefusalSaysIsTold() throws StoreException {
		TestRedis redis = TestRedis.shared(RedisKind.QUERY_ENGINE);
		try (TestStores stores = TestStores.on(redis)) {
			Layout impossible = new Layout(0, Component.FLOAT16, Algorithm.FLAT);
			assertThat(QueryEngine.probe(stores.link(), stores.keys(), impossible))
				.hasValueSatisfying((reason) -> assertThat(reason).startsWith("the query engine refuses: "));
		}
	}

	@Test
	void aRedisThatDoesNotAnswerIsNoRefusal() {
		assertThatExceptionOfType(StoreException.Unavailable.class)
			.isThrownBy(() -> QueryEngine.probe(TestLink.broken(), new RedisKeys("llm:test"), SMALL));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = {
			"ERR unknown command 'FT.CREATE', with args beginning with: | false | this Redis has no query engine",
			"MOVED 3753 127.0.0.1:7301                                  | false | the query engine of this cluster has no coordinator: each node would find its own documents only",
			"Bad arguments for vector similarity FLAT index type        | true  | this query engine does not know FLOAT16: set llm.cache.semantic.vector: float32",
			"NOPERM this user has no permissions                        | false | the query engine refuses: NOPERM this user has no permissions" })
	void refusalsAreExplained(String words, boolean knowsWide, String explanation) {
		assertThat(Probe.explain(words, knowsWide)).isEqualTo(explanation);
	}

}
