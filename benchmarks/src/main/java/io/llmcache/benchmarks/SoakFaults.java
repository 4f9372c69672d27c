package io.llmcache.benchmarks;

import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.llmcache.test.TestRedis;
import io.llmcache.test.TestSentinels;

/**
 * What can happen to a primary and a replica under Sentinels, one fault after the other.
 * To be used by one thread.
 */
final class SoakFaults {

	/** How the names of our connections begin. */
	static final String CLIENT = "soak-";

	private static final String LISTENING = "-listening";

	private static final int BATCH = 1000;

	private static final long HUNG_MILLIS = 3000;

	private static final long DEAD_MILLIS = 2000;

	private static final long NO_EXPIRY = -1;

	private final TestSentinels sentinels;

	private final List<Fault> all = List.of(new Fault("hung", this::hang), new Fault("killed", this::kill),
			new Fault("connections-killed", this::cut), new Fault("failover", this::failOver),
			new Fault("flushed", this::flush), new Fault("scripts-flushed", this::flushScripts));

	private Iterator<Fault> next = this.all.iterator();

	SoakFaults(TestSentinels sentinels) {
		this.sentinels = sentinels;
	}

	/**
	 * Has the next one happen.
	 * @return its name
	 */
	String strike() {
		if (!this.next.hasNext()) {
			this.next = this.all.iterator();
		}
		Fault fault = this.next.next();
		try {
			fault.happening().run();
			return fault.name();
		}
		catch (AssertionError ex) {
			// A busy machine: the Sentinels give a promotion up that takes too long.
			return fault.name() + " (given up by the Sentinels)";
		}
	}

	private void hang() {
		TestRedis primary = this.sentinels.primary();
		primary.pause();
		SemanticApplication.sleep(HUNG_MILLIS);
		primary.resume();
	}

	private void kill() {
		TestRedis primary = this.sentinels.primary();
		primary.kill();
		SemanticApplication.sleep(DEAD_MILLIS);
		primary.restart();
	}

	private void cut() {
		command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
		command("CLIENT", "KILL", "TYPE", "pubsub");
	}

	private void failOver() {
		this.sentinels.awaitReadiness();
		this.sentinels.failOver();
	}

	private void flush() {
		command("FLUSHALL");
	}

	private void flushScripts() {
		command("SCRIPT", "FLUSH");
	}

	private void command(String... words) {
		this.sentinels.primary().command(words);
	}

	/**
	 * Connections by the name that the client gave itself, to the primary and to the
	 * other one, and whether they listen.
	 */
	Counts connections() {
		Map<String, Long> connections = new TreeMap<>();
		connections(this.sentinels.primary(), "", connections);
		connections(this.sentinels.replica(), "-to-replica", connections);
		return new Counts(connections);
	}

	private static void connections(TestRedis server, String where, Map<String, Long> connections) {
		String.valueOf(server.command("CLIENT", "LIST")).lines().forEach((line) -> {
			String name = line.replaceFirst(".* name=(\\S*) .*", "$1");
			if (name.startsWith(CLIENT)) {
				connections.merge(name + (line.contains(" sub=0 ") ? "" : LISTENING) + where, 1L, Long::sum);
			}
		});
	}

	/** How many of the connections listen to notices. */
	static long listening(Counts connections) {
		return connections.byName()
			.entrySet()
			.stream()
			.filter((entry) -> entry.getKey().contains(LISTENING))
			.mapToLong(Map.Entry::getValue)
			.sum();
	}

	/** Keys that would stay for ever. */
	long keysWithoutEnd() {
		StatefulRedisConnection<String, String> connection = this.sentinels.primary().connection();
		KeyScanCursor<String> keys = connection.sync().scan(ScanArgs.Builder.limit(BATCH));
		long found = withoutEnd(connection, keys);
		while (!keys.isFinished()) {
			keys = connection.sync().scan(keys, ScanArgs.Builder.limit(BATCH));
			found += withoutEnd(connection, keys);
		}
		return found;
	}

	private static long withoutEnd(StatefulRedisConnection<String, String> connection, KeyScanCursor<String> keys) {
		List<RedisFuture<Long>> lives = keys.getKeys().stream().map(connection.async()::pttl).toList();
		return lives.stream().filter((life) -> life.toCompletableFuture().join() == NO_EXPIRY).count();
	}

	/** Keys in the primary. */
	long keys() {
		return this.sentinels.primary().connection().sync().dbsize();
	}

	private record Fault(String name, Runnable happening) {

	}

}
