package io.llmcache.faults;

import io.llmcache.test.RedisKind;
import io.llmcache.test.TestRedis;
import io.llmcache.test.TestServers;

/**
 * On Valkey.
 */
class ValkeyLaneTests extends LaneContractTests {

	@Override
	TestServers servers() {
		return TestRedis.start(RedisKind.VALKEY);
	}

	@Override
	String lane() {
		return "Valkey 9.1";
	}

}
