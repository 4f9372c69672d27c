package io.llmcache.semantic.queryengine;

import io.llmcache.semantic.UnitVector;
import io.llmcache.semantic.VectorIndex;
import io.llmcache.semantic.VectorIndexContractTests;
import io.llmcache.semantic.queryengine.Layout.Algorithm;
import io.llmcache.semantic.queryengine.Layout.Component;
import io.llmcache.store.StoreException;
import io.llmcache.store.TestStores;
import io.llmcache.test.Eventually;
import io.llmcache.test.RedisKind;
import io.llmcache.test.TestRedis;

/**
 * The query engine keeps what every vector index keeps.
 */
class QueryEngineTests extends VectorIndexContractTests {

	Layout layout() {
		return new Layout(DIMENSION, Component.FLOAT16, Algorithm.FLAT);
	}

	@Override
	protected TestRedis redis() {
		return TestRedis.shared(RedisKind.QUERY_ENGINE);
	}

	@Override
	protected TestRedis startRedis(String... arguments) {
		return TestRedis.start(RedisKind.QUERY_ENGINE, arguments);
	}

	@Override
	protected byte[] encode(UnitVector vector) {
		return layout().write(vector);
	}

	@Override
	protected Jvm open(TestRedis redis, String space) {
		TestStores stores = TestStores.on(redis);
		return new EngineJvm(stores, new QueryEngine(stores.link(), stores.keys(), space, layout()));
	}

	@Override
	protected void drop(Jvm jvm, String space) {
		redis().command("FT.DROPINDEX", jvm.stores().keys().index(space));
	}

	private record EngineJvm(TestStores stores, QueryEngine engine) implements Jvm {

		@Override
		public VectorIndex index() {
			return this.engine;
		}

		@Override
		public void settle() {
			try {
				this.engine.prepare();
			}
			catch (StoreException ex) {
				throw new IllegalStateException(ex);
			}
			Eventually.holds(() -> this.engine.readiness().complete() == 1, () -> this.engine.readiness().toString());
		}

		@Override
		public void close() {
			this.stores.close();
		}

	}

}
