package io.llmcache.faults;

import io.llmcache.test.RedisKind;
import io.llmcache.test.TestServers;
import io.llmcache.test.TestSentinels;

/**
 * On a primary with a replica under three Sentinels.
 */
class SentinelLaneTests extends LaneContractTests {

	@Override
	TestServers servers() {
		return TestSentinels.start(RedisKind.REDIS_8);
	}

	@Override
	String lane() {
		return "Sentinel";
	}

}
