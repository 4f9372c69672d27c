package io.llmcache.semantic.vectorset;

import io.llmcache.semantic.VectorIndex;
import io.llmcache.semantic.VectorIndexContractTests;
import io.llmcache.store.TestStores;
import io.llmcache.test.Eventually;
import io.llmcache.test.RedisKind;
import io.llmcache.test.TestRedis;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Vector sets keep what every vector index keeps. A set does not learn by itself what was
 * there before it: who opens one, or drops one, has it rebuilt when it says that
 * something is missing.
 */
class VectorSetTests extends VectorIndexContractTests {

	@Override
	protected TestRedis redis() {
		return TestRedis.shared(RedisKind.REDIS_8);
	}

	@Override
	protected TestRedis startRedis(String... arguments) {
		return TestRedis.start(RedisKind.REDIS_8, arguments);
	}

	@Override
	protected Jvm open(TestRedis redis, String space) {
		TestStores stores = TestStores.on(redis);
		return new SetJvm(stores, new VectorSet(stores.link(), stores.keys(), space, DIMENSION, stores.background()));
	}

	@Override
	protected void drop(Jvm jvm, String space) {
		String sets = jvm.stores().keys().prefix() + "v:" + space + ":*";
		for (String set : redis().connection().sync().keys(sets)) {
			redis().command("DEL", set);
		}
		((SetJvm) jvm).looked = false;
	}

	private static final class SetJvm implements Jvm {

		private final TestStores stores;

		private final VectorSet set;

		private boolean looked;

		SetJvm(TestStores stores, VectorSet set) {
			this.stores = stores;
			this.set = set;
		}

		@Override
		public TestStores stores() {
			return this.stores;
		}

		@Override
		public VectorIndex index() {
			return this.set;
		}

		@Override
		public void settle() {
			if (!this.looked && this.set.readiness().complete() < 1) {
				this.set.rebuild();
				Eventually.holds(() -> !this.set.isBeingRebuilt(), () -> this.set.readiness().toString());
				assertThat(this.set.readiness().complete()).isEqualTo(1);
			}
			this.looked = true;
		}

		@Override
		public void close() {
			this.stores.close();
		}

	}

}
