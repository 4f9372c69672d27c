package io.llmcache.faults;

import io.llmcache.test.RedisKind;
import io.llmcache.test.TestRedis;
import io.llmcache.test.TestServers;

/**
 * On Redis 7.0.
 */
class Redis7LaneTests extends LaneContractTests {

	@Override
	TestServers servers() {
		return TestRedis.start(RedisKind.REDIS_7);
	}

	@Override
	String lane() {
		return "Redis 7.0";
	}

}
