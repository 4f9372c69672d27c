package io.llmcache.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.llmcache.BypassReason;
import io.llmcache.CacheCall;
import io.llmcache.CacheOutcome;
import io.llmcache.test.Eventually;
import io.llmcache.test.Fault;
import io.llmcache.test.RedisKind;
import io.llmcache.test.Seen;
import io.llmcache.test.TestCluster;
import io.llmcache.test.TestRedis;
import io.llmcache.test.TestTlsRedis;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Redis answers every command with an error: calls go to the model, and the cache is back
 * as soon as the errors end.
 */
class RedisErrorsIntegrationTests {

	private static final String PIN = "What is a PIN?";

	@Test
	@Fault("R12")
	void whileRedisLoadsItsDataCallsGoToTheModel(Seen seen) {
		try (TestRedis redis = TestRedis.start("--key-load-delay", "1000", "--rdbcompression", "no")) {
			Desk.on(redis.properties()).run((context) -> {
				Desk desk = context.getBean(Desk.class);
				awaitHit(desk);
				redis.command("DEBUG", "POPULATE", "2000", "key", "10000");
				// Redis answers while it loads, but once in two megabytes only.
				redis.command("SAVE");
				redis.restart();
				BooleanSupplier loading = () -> String.valueOf(redis.command("INFO", "persistence"))
					.contains("loading:1");
				assertThat(loading.getAsBoolean()).isTrue();
				long calls = assertBypassedWhile(desk, loading);
				awaitHit(desk);
				seen.that("LOADING: " + calls + " calls to the model");
			});
		}
	}

	@Test
	@Fault("R12")
	void whileAScriptOfSomebodyElsesKeepsRedisBusyCallsGoToTheModel(Seen seen) {
		try (TestRedis redis = TestRedis.start("--lua-time-limit", "50")) {
			Desk.on(redis.properties()).run((context) -> {
				Desk desk = context.getBean(Desk.class);
				awaitHit(desk);
				RedisClient other = RedisClient.create("redis://" + redis.host() + ":" + redis.port());
				StatefulRedisConnection<String, String> busy = other.connect();
				busy.async().eval("while true do end", ScriptOutputType.STATUS);
				Eventually.holds(() -> isBusy(redis), () -> "not busy");
				long calls = assertBypassed(desk, 50);
				redis.command("SCRIPT", "KILL");
				awaitHit(desk);
				other.shutdown();
				seen.that("BUSY: " + calls + " calls to the model");
			});
		}
	}

	private static boolean isBusy(TestRedis redis) {
		try {
			redis.command("GET", "key");
			return false;
		}
		catch (RedisException ex) {
			return String.valueOf(ex.getMessage()).startsWith("BUSY");
		}
	}

	@Test
	@Fault("R12")
	void aReplicaThatServesNothingWithoutItsPrimaryIsNoCache(Seen seen) {
		try (TestRedis redis = TestRedis.start("--replica-serve-stale-data", "no")) {
			Desk.on(redis.properties()).run((context) -> {
				Desk desk = context.getBean(Desk.class);
				awaitHit(desk);
				redis.command("REPLICAOF", "127.0.0.1", "1");
				long calls = assertBypassed(desk, 50);
				redis.command("REPLICAOF", "NO", "ONE");
				awaitHit(desk);
				seen.that("MASTERDOWN: " + calls + " calls to the model");
			});
		}
	}

	@Test
	@Fault("R12")
	void aClusterThatIsDownIsNoCache(Seen seen) {
		seen.on("Cluster");
		try (TestCluster cluster = TestCluster.start(RedisKind.REDIS_6)) {
			Desk.on(cluster.properties()).run((context) -> {
				Desk desk = context.getBean(Desk.class);
				awaitHit(desk);
				cluster.loseSlot(0);
				long calls = assertBypassed(desk, 50);
				cluster.nodes().get(0).command("CLUSTER", "ADDSLOTS", "0");
				cluster.nodes().forEach(cluster::awaitWhole);
				awaitHit(desk);
				seen.that("CLUSTERDOWN: " + calls + " calls to the model");
			});
		}
	}

	@Test
	@Fault("R13")
	@ExtendWith(OutputCaptureExtension.class)
	void aWrongPasswordIsToldAtTheStart(Seen seen, CapturedOutput output) {
		seen.on("TLS");
		try (TestTlsRedis redis = TestTlsRedis.start(RedisKind.REDIS_6)) {
			Desk.on(redis.properties("wrong")).run((context) -> {
				long calls = assertBypassed(context.getBean(Desk.class), 50);
				assertThat(output).contains("Redis refuses what the cache needs: WRONGPASS");
				assertThat(output.getOut().split("WRONGPASS", -1).length - 1).as("told once").isEqualTo(1);
				seen.that("WRONGPASS: told once, " + calls + " calls to the model");
			});
		}
	}

	@Test
	@Fault("R15")
	void aRedisWithoutARoomForUsIsTriedAgainAfterAPause(Seen seen) {
		try (TestRedis redis = TestRedis.start()) {
			redis.command("PING");
			Desk.on(redis.properties()).run((context) -> {
				Desk desk = context.getBean(Desk.class);
				awaitHit(desk);
				redis.command("CONFIG", "SET", "maxclients", "1");
				redis.command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
				redis.command("CLIENT", "KILL", "TYPE", "pubsub");
				long before = statistic(redis, "rejected_connections");
				long began = System.nanoTime();
				long calls = assertBypassedWhile(desk, () -> System.nanoTime() - began < 2_000_000_000L);
				long attempts = statistic(redis, "rejected_connections") - before;
				double seconds = (System.nanoTime() - began) / 1e9;
				// The application's connection, the cache's, the subscription and the
				// probe, two a second each.
				assertThat(attempts).isBetween(1L, (long) Math.ceil(8 * seconds));

				redis.command("CONFIG", "SET", "maxclients", "10000");
				awaitHit(desk);
				seen.that("maxclients: " + calls + " calls to the model, " + Math.round(attempts / seconds)
						+ " attempts to connect a second");
			});
		}
	}

	@Test
	@Fault("R15")
	void everybodyFindsTheirWayBackAfterARestart(Seen seen) {
		try (TestRedis redis = TestRedis.start()) {
			List<DeskInstance> instances = new ArrayList<>();
			try {
				for (int i = 0; i < 8; i++) {
					instances.add(DeskInstance.start(redis.properties()));
				}
				instances.forEach(DeskInstance::awaitCache);
				redis.restart();
				instances.forEach((instance) -> assertThat(instance.ask(PIN).value()).isEqualTo("answer to " + PIN));
				instances.forEach(DeskInstance::awaitCache);
				instances.forEach(DeskInstance::awaitNotices);
				long received = statistic(redis, "total_connections_received");
				// Per instance: its connection, its subscription, and a few of the
				// application's own.
				assertThat(received).isLessThan(8 * 8);
				seen.that("8 instances back after a restart with " + received + " connections");
			}
			finally {
				instances.forEach(DeskInstance::close);
			}
		}
	}

	private static long statistic(TestRedis redis, String name) {
		String stats = String.valueOf(redis.command("INFO", "stats"));
		return Long.parseLong(stats.replaceAll("(?s).*" + name + ":(\\d+).*", "$1"));
	}

	private static long assertBypassed(Desk desk, int calls) throws Exception {
		int[] left = { calls };
		return assertBypassedWhile(desk, () -> left[0]-- > 0);
	}

	private static long assertBypassedWhile(Desk desk, BooleanSupplier trouble) throws Exception {
		long calls = 0;
		while (true) {
			CacheCall<String> call = desk.ask("Question " + calls);
			if (!trouble.getAsBoolean()) {
				return calls;
			}
			assertThat(call.value()).isEqualTo("answer to Question " + calls);
			assertThat(call.outcome()).isEqualTo(CacheOutcome.BYPASS);
			assertThat(call.reason()).isEqualTo(BypassReason.UNAVAILABLE);
			calls++;
			Thread.sleep(2);
		}
	}

	private static void awaitHit(Desk desk) {
		Eventually.holds(() -> desk.isHit(PIN), () -> "no hit");
	}

}
