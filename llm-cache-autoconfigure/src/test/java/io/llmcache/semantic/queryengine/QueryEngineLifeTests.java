package io.llmcache.semantic.queryengine;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import io.lettuce.core.protocol.ProtocolVersion;
import io.llmcache.key.CacheKey;
import io.llmcache.key.Digest;
import io.llmcache.semantic.Sketch;
import io.llmcache.semantic.TestVectors;
import io.llmcache.semantic.UnitVector;
import io.llmcache.semantic.VectorIndex.Readiness;
import io.llmcache.semantic.queryengine.Layout.Algorithm;
import io.llmcache.semantic.queryengine.Layout.Component;
import io.llmcache.store.StoreException;
import io.llmcache.store.TestDocuments;
import io.llmcache.store.TestKeys;
import io.llmcache.store.TestLink;
import io.llmcache.store.TestStores;
import io.llmcache.test.Eventually;
import io.llmcache.test.RedisKind;
import io.llmcache.test.TestRedis;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * How the index of the query engine comes to be, what becomes of it, and what it says.
 */
class QueryEngineLifeTests {

	private static final String SPACE = "model";

	private static final Layout LAYOUT = new Layout(32, Component.FLOAT16, Algorithm.FLAT);

	private static final Duration LIFE = Duration.ofMinutes(1);

	private final TestVectors vectors = new TestVectors(7, 32);

	private final UnitVector question = this.vectors.any();

	private final CacheKey key = TestKeys.key("desk", "question", "acme");

	private TestRedis redis;

	private TestStores stores;

	private QueryEngine engine;

	@BeforeEach
	void open() {
		this.redis = TestRedis.shared(RedisKind.QUERY_ENGINE);
		this.redis.flush();
		this.stores = TestStores.on(this.redis);
		this.engine = new QueryEngine(this.stores.link(), this.stores.keys(), SPACE, LAYOUT);
	}

	@AfterEach
	void close() {
		if (this.stores != null) {
			this.stores.close();
		}
	}

	@Test
	void theFirstQuestionCreatesTheIndexAndTheNextIsAnswered() throws StoreException {
		write(this.key, this.question.halves());
		assertThat(this.engine.readiness().ready()).isFalse();
		assertThat(this.engine.readiness().detail()).contains("the next question creates it");

		assertThat(propose(this.engine, -1)).isEmpty();
		awaitIndex(this.engine);

		assertThat(this.engine.readiness()).isEqualTo(new Readiness(true, 1, 1, "the engine has read all documents"));
		assertThat(propose(this.engine, -1)).containsExactly(this.key.digest());
	}

	@Test
	void instancesThatStartAtOnceShareTheIndex() throws Exception {
		ExecutorService instances = Executors.newFixedThreadPool(8);
		CyclicBarrier start = new CyclicBarrier(8);
		Callable<Void> prepare = () -> {
			start.await();
			this.engine.prepare();
			return null;
		};
		for (Future<Void> prepared : instances.invokeAll(Stream.generate(() -> prepare).limit(8).toList())) {
			prepared.get();
		}
		instances.shutdown();
		assertThat(this.redis.command("FT._LIST")).isEqualTo(this.stores.keys().index(SPACE));
	}

	@Test
	void whatSurelyLiesBelowTheFloorIsLeftOut() throws StoreException {
		this.engine.prepare();
		CacheKey far = TestKeys.key("desk", "far", "acme");
		write(this.key, this.vectors.near(this.question, 0.95).halves());
		write(far, this.vectors.near(this.question, 0.5).halves());

		assertThat(propose(this.engine, 0.4)).containsExactly(this.key.digest(), far.digest());
		assertThat(propose(this.engine, 0.95)).containsExactly(this.key.digest());
		assertThat(propose(this.engine, 0.96)).isEmpty();
	}

	@Test
	void theOlderProtocolIsUnderstood() throws StoreException {
		write(this.key, this.question.halves());
		try (TestLink to = TestLink.to(this.redis, ProtocolVersion.RESP2)) {
			QueryEngine older = new QueryEngine(to.link(), to.keys(), SPACE, LAYOUT);
			awaitIndex(older);
			assertThat(propose(older, 0.99)).containsExactly(this.key.digest());
			assertThat(older.readiness()).isEqualTo(this.engine.readiness());
		}
	}

	@Test
	void documentsOfAnotherFormAreCounted() throws StoreException {
		this.engine.prepare();
		write(this.key, this.question.floats());

		assertThat(propose(this.engine, -1)).isEmpty();
		assertThat(this.engine.readiness().detail()).contains("1 could not be indexed");
	}

	/** The index is there, so it was not its lack that the engine refused for. */
	@Test
	void aRefusalForAnotherReasonIsTold() throws StoreException {
		this.engine.prepare();
		write(this.key, this.question.halves());
		UnitVector foreign = new TestVectors(7, 16).any();
		assertThatExceptionOfType(StoreException.Refused.class)
			.isThrownBy(() -> this.engine.propose(this.key.scope(), foreign, -1, 16));
		assertThat(propose(this.engine, -1)).containsExactly(this.key.digest());
	}

	@Test
	void aRedisThatDoesNotAnswerIsNotReady() {
		Readiness readiness = new QueryEngine(TestLink.broken(), this.stores.keys(), SPACE, LAYOUT).readiness();
		assertThat(readiness.ready()).isFalse();
		assertThat(readiness.detail()).isEqualTo("Redis does not answer");
	}

	/** It reads what is there already in the background. */
	private static void awaitIndex(QueryEngine engine) throws StoreException {
		engine.prepare();
		Eventually.holds(() -> engine.readiness().complete() == 1, () -> engine.readiness().toString());
	}

	private List<Digest> propose(QueryEngine engine, double floor) throws StoreException {
		return engine.propose(this.key.scope(), this.question, floor, 16);
	}

	private void write(CacheKey key, byte[] vector) throws StoreException {
		new TestDocuments(this.stores, SPACE)
			.write(List.of(TestDocuments.of(key, vector, Sketch.of(this.question).bytes())), LIFE);
	}

}
