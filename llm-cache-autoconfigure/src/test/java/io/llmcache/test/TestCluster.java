package io.llmcache.test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A cluster of three primaries without replicas, each a process of its own. Thread-safe.
 */
public final class TestCluster implements AutoCloseable {

	private static final int NODES = 3;

	private static final int SLOTS = 16_384;

	private final List<TestRedis> nodes;

	private TestCluster(List<TestRedis> nodes) {
		this.nodes = nodes;
	}

	/**
	 * A new cluster; returns when all nodes find it whole. Skips the calling test where
	 * its servers cannot be had.
	 * @param kind of its nodes
	 * @param arguments further arguments of each node
	 */
	public static TestCluster start(RedisKind kind, String... arguments) {
		List<String> all = new ArrayList<>(List.of("--cluster-enabled", "yes", "--cluster-node-timeout", "5000"));
		all.addAll(Arrays.asList(arguments));
		RedisServers servers = new RedisServers(System.getenv());
		TestCluster cluster = new TestCluster(new ArrayList<>());
		try {
			for (int i = 0; i < NODES; i++) {
				cluster.nodes.add(servers.start(kind, all));
			}
			cluster.join();
			return cluster;
		}
		catch (RuntimeException | Error ex) {
			cluster.close();
			throw ex;
		}
	}

	private void join() {
		for (int i = 0; i < NODES; i++) {
			TestRedis node = this.nodes.get(i);
			node.command("CLUSTER", "SET-CONFIG-EPOCH", Integer.toString(i + 1));
			// In ranges only from Redis 7 on.
			IntStream slots = IntStream.range(SLOTS * i / NODES, SLOTS * (i + 1) / NODES);
			node.command(Stream.concat(Stream.of("CLUSTER", "ADDSLOTS"), slots.mapToObj(Integer::toString))
				.toArray(String[]::new));
			node.command("CLUSTER", "MEET", "127.0.0.1", Integer.toString(this.nodes.get(0).port()));
		}
		for (TestRedis node : this.nodes) {
			Eventually.holds(() -> isWhole(node), () -> "a node says " + node.command("CLUSTER", "INFO"));
		}
	}

	private static boolean isWhole(TestRedis node) {
		String state = String.valueOf(node.command("CLUSTER", "INFO"));
		return state.contains("cluster_state:ok") && state.contains("cluster_size:" + NODES);
	}

	/**
	 * The nodes, each with a third of the slots.
	 */
	public List<TestRedis> nodes() {
		return List.copyOf(this.nodes);
	}

	/**
	 * The addresses of the nodes, {@code host:port}.
	 */
	public List<String> addresses() {
		return this.nodes.stream().map((node) -> node.host() + ":" + node.port()).toList();
	}

	/**
	 * The properties that point an application at it, for
	 * {@code ApplicationContextRunner.withPropertyValues}.
	 */
	public String[] properties() {
		return new String[] {
				"spring.data.redis.cluster.nodes=" + addresses().stream().collect(Collectors.joining(",")) };
	}

	/**
	 * Removes all data.
	 */
	public void flush() {
		this.nodes.forEach(TestRedis::flush);
	}

	@Override
	public void close() {
		this.nodes.forEach(TestRedis::close);
	}

}
