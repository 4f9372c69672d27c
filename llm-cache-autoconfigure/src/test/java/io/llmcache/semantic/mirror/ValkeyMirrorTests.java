package io.llmcache.semantic.mirror;

import io.llmcache.test.RedisKind;
import io.llmcache.test.TestRedis;

/**
 * The mirror over the other fork.
 */
class ValkeyMirrorTests extends MirrorTests {

	@Override
	protected TestRedis redis() {
		return TestRedis.shared(RedisKind.VALKEY);
	}

	@Override
	protected TestRedis startRedis(String... arguments) {
		return TestRedis.start(RedisKind.VALKEY, arguments);
	}

}
