package io.llmcache.faults;

import io.llmcache.test.TestRedis;
import io.llmcache.test.TestServers;

/**
 * On the Redis that the environment names, a container, or the embedded one.
 */
class GivenRedisLaneTests extends LaneContractTests {

	@Override
	TestServers servers() {
		return TestRedis.shared();
	}

	@Override
	boolean owned() {
		return false;
	}

	@Override
	String lane() {
		return "given";
	}

}
