package io.llmcache.faults;

import io.llmcache.test.RedisKind;
import io.llmcache.test.TestRedis;
import io.llmcache.test.TestServers;

/**
 * On Redis 6.2, the oldest that the cache works with.
 */
class Redis6LaneTests extends LaneContractTests {

	@Override
	TestServers servers() {
		return TestRedis.start(RedisKind.REDIS_6);
	}

	@Override
	String lane() {
		return "Redis 6.2";
	}

}
