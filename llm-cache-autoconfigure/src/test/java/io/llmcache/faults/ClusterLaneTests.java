package io.llmcache.faults;

import io.llmcache.test.RedisKind;
import io.llmcache.test.TestCluster;
import io.llmcache.test.TestServers;

/**
 * On a cluster of three primaries with replicas.
 */
class ClusterLaneTests extends LaneContractTests {

	@Override
	TestServers servers() {
		return TestCluster.startWithReplicas(RedisKind.REDIS_6);
	}

	@Override
	String lane() {
		return "Cluster";
	}

}
