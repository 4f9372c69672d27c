package io.llmcache.test;

import io.lettuce.core.RedisCommandExecutionException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TestClusterTests {

	@Test
	void aReplicaTakesOverWhenToldAndWhenItsPrimaryDies() {
		try (TestCluster cluster = TestCluster.startWithReplicas(RedisKind.REDIS_6)) {
			assertThat(cluster.primaries()).isEqualTo(cluster.nodes());
			TestRedis first = cluster.nodes().get(0);
			cluster.failOver(first);
			assertThat(cluster.primaries()).hasSize(3).contains(cluster.replicas().get(0)).doesNotContain(first);

			TestRedis second = cluster.nodes().get(1);
			second.kill();
			cluster.awaitPromotion(cluster.replicas().get(1));
			assertThat(cluster.primaries()).containsExactly(cluster.nodes().get(2), cluster.replicas().get(0),
					cluster.replicas().get(1));
		}
	}

	@Test
	void aSlotCanBeMovedKeyByKey() {
		try (TestCluster cluster = TestCluster.start(RedisKind.REDIS_6)) {
			int slot = cluster.slot("{tag}");
			TestRedis from = cluster.owner(slot);
			TestRedis to = cluster.nodes().stream().filter((node) -> node != from).findFirst().orElseThrow();
			from.command("SET", "{tag}1", "one");
			from.command("SET", "{tag}2", "two");

			cluster.beginMove(slot, from, to);
			cluster.moveKeys(slot, from, to, 1);
			assertThat(to.command("CLUSTER", "COUNTKEYSINSLOT", Integer.toString(slot))).isEqualTo(1L);
			cluster.moveKeys(slot, from, to, 10);
			cluster.endMove(slot, to);

			assertThat(to.command("GET", "{tag}1")).isEqualTo("one");
			assertThat(to.command("GET", "{tag}2")).isEqualTo("two");
			assertThatExceptionOfType(RedisCommandExecutionException.class)
				.isThrownBy(() -> from.command("GET", "{tag}1"))
				.withMessageStartingWith("MOVED");
		}
	}

}
