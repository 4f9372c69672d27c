package io.llmcache.semantic.mirror;

import io.llmcache.semantic.VectorIndexContractTests;
import io.llmcache.test.TestRedis;

/**
 * The mirror as one of the indexes.
 */
class MirrorTests extends VectorIndexContractTests {

	@Override
	protected Jvm open(TestRedis redis, String space) {
		return new MirrorJvm(redis, space, 100_000, System::nanoTime);
	}

	@Override
	protected int limit() {
		return 32;
	}

	@Override
	protected void drop(Jvm jvm, String space) {
		redis().command("DEL", jvm.stores().keys().feed(space));
	}

}
