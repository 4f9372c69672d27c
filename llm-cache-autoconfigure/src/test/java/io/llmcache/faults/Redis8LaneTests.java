package io.llmcache.faults;

import io.llmcache.test.RedisKind;
import io.llmcache.test.TestRedis;
import io.llmcache.test.TestServers;

/**
 * On Redis 8.
 */
class Redis8LaneTests extends LaneContractTests {

	@Override
	TestServers servers() {
		return TestRedis.start(RedisKind.REDIS_8);
	}

	@Override
	String lane() {
		return "Redis 8.2";
	}

}
