package io.llmcache.store;

import java.util.ArrayList;
import java.util.List;

import io.llmcache.store.Concern.Kind;

/**
 * What a node tells by {@code CLUSTER INFO}.
 */
final class ClusterState {

	private final List<String> lines;

	/**
	 * Reads the reply.
	 * @param text lines of {@code name:value}
	 */
	ClusterState(String text) {
		this.lines = text.lines().map(String::trim).toList();
	}

	/**
	 * What an operator should mend.
	 * @param primary the node
	 */
	List<Concern> concerns(Primary primary) {
		List<Concern> concerns = new ArrayList<>();
		// A cluster of one is a server like any other.
		if (!primary.isOneOfMany() && !this.lines.contains("cluster_size:1")) {
			concerns.add(asOneServer());
		}
		if (!this.lines.contains("cluster_state:ok") || !this.lines.contains("cluster_slots_ok:16384")) {
			concerns.add(incomplete());
		}
		return concerns;
	}

	static Concern asOneServer() {
		return new Concern(Kind.CLUSTER_AS_ONE_SERVER, "",
				"This is one node of a cluster, spoken to as if it were all: what lies on the others is not found",
				"Set spring.data.redis.cluster.nodes instead of spring.data.redis.host");
	}

	static Concern incomplete() {
		return new Concern(Kind.CLUSTER_INCOMPLETE, "",
				"The cluster does not serve all of its slots: calls whose keys lie there go to the model",
				"Bring the missing nodes back, or give their slots to others (redis-cli --cluster fix)");
	}

}
