package io.llmcache.faults;

import io.llmcache.test.RedisKind;
import io.llmcache.test.TestServers;
import io.llmcache.test.TestTlsRedis;

/**
 * By TLS with a password.
 */
class TlsLaneTests extends LaneContractTests {

	@Override
	TestServers servers() {
		return TestTlsRedis.start(RedisKind.REDIS_6);
	}

	@Override
	String lane() {
		return "TLS";
	}

}
