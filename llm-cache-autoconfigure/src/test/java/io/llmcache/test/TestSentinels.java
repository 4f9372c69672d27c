package io.llmcache.test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.lettuce.core.RedisCommandExecutionException;

/**
 * A primary and a replica under three Sentinels, each a process of its own. Thread-safe.
 */
public final class TestSentinels implements TestServers {

	private static final String NAME = "desk";

	private static final int SENTINELS = 3;

	private final List<TestRedis> servers = new ArrayList<>();

	private final List<TestRedis> sentinels = new ArrayList<>();

	private TestSentinels() {
	}

	/**
	 * Starts them; returns when a failover would succeed. A primary that is down is
	 * replaced within about two seconds. Skips the calling test where such servers cannot
	 * be had.
	 * @param kind of all processes
	 * @param arguments further arguments of the two servers
	 */
	public static TestSentinels start(RedisKind kind, String... arguments) {
		RedisServers servers = new RedisServers(System.getenv());
		TestSentinels all = new TestSentinels();
		try {
			List<String> given = new ArrayList<>(List.of("--repl-diskless-sync-delay", "0"));
			given.addAll(List.of(arguments));
			TestRedis primary = servers.start(kind, given);
			all.servers.add(primary);
			all.servers.add(servers.start(kind, given));
			all.replica().command("REPLICAOF", primary.host(), Integer.toString(primary.port()));
			for (int i = 0; i < SENTINELS; i++) {
				TestRedis sentinel = servers.startSentinel(kind, configuration(primary));
				all.sentinels.add(sentinel);
				hurry(sentinel);
			}
			all.awaitReadiness();
			return all;
		}
		catch (RuntimeException | Error ex) {
			all.close();
			throw ex;
		}
	}

	private static List<String> configuration(TestRedis primary) {
		return List.of("sentinel monitor " + NAME + " " + primary.host() + " " + primary.port() + " 2",
				"sentinel down-after-milliseconds " + NAME + " 1000", "sentinel failover-timeout " + NAME + " 3000",
				"sentinel parallel-syncs " + NAME + " 1");
	}

	/** By default a Sentinel looks every ten seconds only. Redis 6 knows no other way. */
	private static void hurry(TestRedis sentinel) {
		try {
			sentinel.command("SENTINEL", "DEBUG", "INFO-PERIOD", "200", "PING-PERIOD", "200", "ASK-PERIOD", "200",
					"PUBLISH-PERIOD", "500", "TILT-TRIGGER", "10000", "TILT-PERIOD", "1000", "ELECTION-TIMEOUT", "2000",
					"MIN-LINK-RECONNECT-PERIOD", "1000");
		}
		catch (RedisCommandExecutionException ex) {
			// It is slower then.
		}
	}

	/**
	 * Has the Sentinels replace no primary by themselves that stands still for less, and
	 * take their time to agree: one that is told late of a new primary, in four of these
	 * periods, would make it a replica again.
	 * @param standstill how long
	 */
	public void tolerate(Duration standstill) {
		for (TestRedis sentinel : this.sentinels) {
			sentinel.command("SENTINEL", "SET", NAME, "down-after-milliseconds", Long.toString(standstill.toMillis()));
			sentinel.command("SENTINEL", "DEBUG", "PUBLISH-PERIOD", "2000");
		}
	}

	/** Waits until every Sentinel knows the others and a replica that may be promoted. */
	public void awaitReadiness() {
		for (TestRedis sentinel : this.sentinels) {
			Eventually.holds(() -> isReady(sentinel), () -> "a Sentinel says " + state(sentinel));
		}
	}

	private static boolean isReady(TestRedis sentinel) {
		String state = state(sentinel) + ", " + sentinel.command("SENTINEL", "REPLICAS", NAME);
		return state.contains("num-other-sentinels, 2") && state.contains("master-link-status, ok")
				&& state.contains("flags, slave,");
	}

	private static String state(TestRedis sentinel) {
		return String.valueOf(sentinel.command("SENTINEL", "MASTER", NAME));
	}

	/**
	 * The server that takes writes, as the Sentinels see it.
	 */
	public TestRedis primary() {
		return server(true);
	}

	/**
	 * The server that does not.
	 */
	public TestRedis replica() {
		return server(false);
	}

	private TestRedis server(boolean primary) {
		int port = this.sentinels.isEmpty() ? this.servers.get(0).port() : port(this.sentinels.get(0));
		return this.servers.stream()
			.filter((server) -> (server.port() == port) == primary)
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("The Sentinels name no server of ours: " + port));
	}

	private static int port(TestRedis sentinel) {
		List<?> address = (List<?>) sentinel.command("SENTINEL", "GET-MASTER-ADDR-BY-NAME", NAME);
		return Integer.parseInt(String.valueOf((address != null) ? address.get(1) : null));
	}

	/**
	 * Has the replica promoted, and returns when all Sentinels and the former primary
	 * know.
	 */
	public void failOver() {
		TestRedis former = primary();
		TestRedis next = replica();
		Eventually.holds(this::orderFailover, () -> "no replica that suits: " + state(this.sentinels.get(0)));
		awaitPrimary(next);
		demote(former, next);
		awaitReadiness();
	}

	/** A replica of which nothing was heard for some seconds suits no Sentinel. */
	private boolean orderFailover() {
		try {
			this.sentinels.get(0).command("SENTINEL", "FAILOVER", NAME);
			return true;
		}
		catch (RedisCommandExecutionException ex) {
			if (String.valueOf(ex.getMessage()).startsWith("NOGOODSLAVE")) {
				return false;
			}
			throw ex;
		}
	}

	/** As the Sentinels do, but not only after four publishing periods. */
	private static void demote(TestRedis former, TestRedis next) {
		former.command("REPLICAOF", next.host(), Integer.toString(next.port()));
		former.command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
		former.command("CLIENT", "KILL", "TYPE", "pubsub");
	}

	/**
	 * Waits until the Sentinels name a server.
	 * @param expected which
	 */
	public void awaitPrimary(TestRedis expected) {
		Eventually.holds(Duration.ofSeconds(60),
				() -> this.sentinels.stream().allMatch((sentinel) -> port(sentinel) == expected.port())
						&& String.valueOf(expected.command("ROLE")).startsWith("[master"),
				() -> "not promoted: " + this.sentinels.stream().map(TestSentinels::state).toList());
	}

	@Override
	public List<TestRedis> primaries() {
		return List.of(primary());
	}

	@Override
	public String[] properties() {
		return new String[] { "spring.data.redis.sentinel.master=" + NAME,
				"spring.data.redis.sentinel.nodes=" + this.sentinels.stream()
					.map((sentinel) -> sentinel.host() + ":" + sentinel.port())
					.collect(Collectors.joining(",")) };
	}

	@Override
	public void close() {
		this.sentinels.forEach(TestRedis::close);
		this.servers.forEach(TestRedis::close);
	}

}
