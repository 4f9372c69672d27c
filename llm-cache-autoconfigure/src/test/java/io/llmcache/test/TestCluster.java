package io.llmcache.test;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.lettuce.core.RedisCommandExecutionException;

import org.springframework.util.Assert;

/**
 * A cluster of three primaries, with or without a replica each; each a process of its
 * own. Thread-safe.
 */
public final class TestCluster implements TestServers {

	private static final int NODES = 3;

	private static final int SLOTS = 16_384;

	private static final long VOTE_NANOS = 5_100_000_000L;

	private final List<TestRedis> nodes = new ArrayList<>();

	private final List<TestRedis> replicas = new ArrayList<>();

	private TestCluster() {
	}

	/**
	 * A new cluster without replicas; returns when all nodes find it whole. Skips the
	 * calling test where its servers cannot be had.
	 * @param kind of its nodes
	 * @param arguments further arguments of each node
	 */
	public static TestCluster start(RedisKind kind, String... arguments) {
		return start(kind, 5000, 0, arguments);
	}

	/**
	 * A new cluster with a replica for each primary, which takes the place of one that is
	 * down after a second or two. Skips the calling test where its servers cannot be had.
	 * @param kind of its nodes
	 * @param arguments further arguments of each node
	 */
	public static TestCluster startWithReplicas(RedisKind kind, String... arguments) {
		return start(kind, 1000, NODES, arguments);
	}

	private static TestCluster start(RedisKind kind, int nodeTimeout, int replicas, String... arguments) {
		List<String> all = new ArrayList<>(List.of("--cluster-enabled", "yes", "--cluster-node-timeout",
				Integer.toString(nodeTimeout), "--repl-diskless-sync-delay", "0"));
		all.addAll(Arrays.asList(arguments));
		RedisServers servers = new RedisServers(System.getenv());
		TestCluster cluster = new TestCluster();
		try {
			for (int i = 0; i < NODES; i++) {
				cluster.nodes.add(servers.start(kind, all));
			}
			for (int i = 0; i < replicas; i++) {
				cluster.replicas.add(servers.start(kind, all));
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
		}
		for (TestRedis node : all()) {
			node.command("CLUSTER", "MEET", "127.0.0.1", Integer.toString(this.nodes.get(0).port()));
		}
		all().forEach(this::awaitWhole);
		for (int i = 0; i < this.replicas.size(); i++) {
			TestRedis replica = this.replicas.get(i);
			String primary = id(this.nodes.get(i));
			Eventually.holds(() -> accepts(replica, primary), () -> "does not become a replica");
		}
		for (TestRedis replica : this.replicas) {
			Eventually.holds(() -> isInStep(replica), () -> "a replica says " + replica.command("INFO", "replication"));
			awaitWhole(replica);
		}
	}

	private static boolean accepts(TestRedis replica, String primary) {
		try {
			return "OK".equals(replica.command("CLUSTER", "REPLICATE", primary));
		}
		catch (RuntimeException ex) {
			// It has not heard of that node yet.
			return false;
		}
	}

	private static boolean isInStep(TestRedis replica) {
		return String.valueOf(replica.command("INFO", "replication")).contains("master_link_status:up");
	}

	/**
	 * Waits until a node finds the cluster whole and knows all of its nodes.
	 * @param node the node
	 */
	public void awaitWhole(TestRedis node) {
		Eventually.holds(() -> {
			String state = String.valueOf(node.command("CLUSTER", "INFO"));
			return state.contains("cluster_state:ok") && state.contains("cluster_size:" + NODES)
					&& state.contains("cluster_known_nodes:" + all().size());
		}, () -> "a node says " + node.command("CLUSTER", "INFO"));
	}

	private List<TestRedis> all() {
		return Stream.concat(this.nodes.stream(), this.replicas.stream()).toList();
	}

	private static String id(TestRedis node) {
		return String.valueOf(node.command("CLUSTER", "MYID"));
	}

	/**
	 * The nodes that began as primaries, each with a third of the slots.
	 */
	public List<TestRedis> nodes() {
		return List.copyOf(this.nodes);
	}

	/**
	 * The replicas, in the order of {@link #nodes()}.
	 */
	public List<TestRedis> replicas() {
		return List.copyOf(this.replicas);
	}

	@Override
	public List<TestRedis> primaries() {
		return all().stream().filter(TestCluster::isPrimary).toList();
	}

	private static boolean isPrimary(TestRedis node) {
		return node.isAlive() && String.valueOf(node.command("ROLE")).startsWith("[master");
	}

	/**
	 * The slot of a key.
	 * @param key the key
	 */
	public int slot(String key) {
		Object slot = this.nodes.get(0).command("CLUSTER", "KEYSLOT", key);
		Assert.state(slot instanceof Long, "no slot");
		return ((Long) slot).intValue();
	}

	/**
	 * The node that has had a slot from the start.
	 * @param slot the slot
	 */
	public TestRedis owner(int slot) {
		return this.nodes.get(IntStream.range(0, NODES)
			.filter((i) -> slot < SLOTS * (i + 1) / NODES)
			.findFirst()
			.orElseThrow(IllegalArgumentException::new));
	}

	/**
	 * Has the replica of a primary promoted, and returns when all nodes know.
	 * @param primary one of {@link #nodes()}
	 */
	public void failOver(TestRedis primary) {
		TestRedis replica = this.replicas.get(this.nodes.indexOf(primary));
		AtomicLong asked = new AtomicLong(System.nanoTime() - VOTE_NANOS - 1);
		Eventually.holds(() -> {
			// Where the others did not vote in time, it has to be asked once more.
			if (System.nanoTime() - asked.get() > VOTE_NANOS) {
				replica.command("CLUSTER", "FAILOVER");
				asked.set(System.nanoTime());
			}
			return isPrimary(replica);
		}, () -> "not promoted");
		awaitPromotion(replica);
	}

	/**
	 * Waits until a replica has become a primary and the cluster is whole.
	 * @param replica the replica
	 */
	public void awaitPromotion(TestRedis replica) {
		Eventually.holds(() -> isPrimary(replica) && primaries().size() == NODES,
				() -> "not promoted: " + replica.command("CLUSTER", "NODES"));
		all().stream().filter(TestRedis::isAlive).forEach(this::awaitWhole);
	}

	/**
	 * Begins to move a slot: from now on its keys are in two places.
	 * @param slot the slot
	 * @param from where it is
	 * @param to where it goes
	 */
	public void beginMove(int slot, TestRedis from, TestRedis to) {
		to.command("CLUSTER", "SETSLOT", Integer.toString(slot), "IMPORTING", id(from));
		from.command("CLUSTER", "SETSLOT", Integer.toString(slot), "MIGRATING", id(to));
	}

	/**
	 * Moves keys of a slot that {@link #beginMove} was told of.
	 * @param slot the slot
	 * @param from where it is
	 * @param to where it goes
	 * @param count how many keys at most
	 */
	public void moveKeys(int slot, TestRedis from, TestRedis to, int count) {
		Object keys = from.command("CLUSTER", "GETKEYSINSLOT", Integer.toString(slot), Integer.toString(count));
		for (Object key : (keys instanceof List<?> list) ? list : List.of(String.valueOf(keys))) {
			from.command("MIGRATE", to.host(), Integer.toString(to.port()), String.valueOf(key), "0", "5000");
		}
	}

	/**
	 * Ends the move of a slot.
	 * @param slot the slot
	 * @param to where it went
	 */
	public void endMove(int slot, TestRedis to) {
		String id = id(to);
		to.command("CLUSTER", "SETSLOT", Integer.toString(slot), "NODE", id);
		primaries().stream()
			.filter((node) -> node != to)
			.forEach((node) -> node.command("CLUSTER", "SETSLOT", Integer.toString(slot), "NODE", id));
	}

	/**
	 * Takes a slot away from all, so that the cluster is down; returns when all nodes
	 * know. It takes more than one try where news of the slot's owner are on their way.
	 * @param slot the slot
	 */
	public void loseSlot(int slot) {
		Eventually.holds(() -> {
			List<TestRedis> unaware = this.nodes.stream().filter((node) -> !isDown(node)).toList();
			unaware.forEach((node) -> forget(node, slot));
			return unaware.isEmpty();
		}, () -> "the cluster is not down");
	}

	private static boolean isDown(TestRedis node) {
		return String.valueOf(node.command("CLUSTER", "INFO")).contains("cluster_state:fail");
	}

	private static void forget(TestRedis node, int slot) {
		try {
			node.command("CLUSTER", "DELSLOTS", Integer.toString(slot));
		}
		catch (RedisCommandExecutionException ex) {
			Assert.state(String.valueOf(ex.getMessage()).contains("already unassigned"), ex::toString);
		}
	}

	/**
	 * The addresses of the nodes, {@code host:port}.
	 */
	public List<String> addresses() {
		return this.nodes.stream().map((node) -> node.host() + ":" + node.port()).toList();
	}

	@Override
	public String[] properties() {
		return new String[] {
				"spring.data.redis.cluster.nodes=" + addresses().stream().collect(Collectors.joining(",")) };
	}

	@Override
	public void close() {
		all().forEach(TestRedis::close);
	}

}
