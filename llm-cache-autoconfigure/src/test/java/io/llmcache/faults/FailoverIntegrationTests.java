package io.llmcache.faults;

import java.util.List;
import java.util.stream.IntStream;

import io.llmcache.CacheCall;
import io.llmcache.CacheIncident;
import io.llmcache.CacheOutcome;
import io.llmcache.test.Eventually;
import io.llmcache.test.Fault;
import io.llmcache.test.RedisKind;
import io.llmcache.test.Seen;
import io.llmcache.test.TestCluster;
import io.llmcache.test.TestRedis;
import io.llmcache.test.TestSentinels;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * R7: another server takes over. Nobody gets an error, no key is loaded more than once
 * again, and what was lost with the former primary never overwrites what came after.
 */
class FailoverIntegrationTests {

	private static final List<String> QUESTIONS = IntStream.range(0, 200).mapToObj((i) -> "Question " + i).toList();

	private static final String PIN = "What is a PIN?";

	@Test
	@Fault("R7")
	void aFailoverBySentinelCostsNobodyAnError(Seen seen) throws Exception {
		seen.on("Sentinel");
		try (TestSentinels sentinels = TestSentinels.start(RedisKind.REDIS_8)) {
			assertNobodyGetsAnError(seen, "failover ordered", sentinels.properties(), sentinels::failOver);
		}
	}

	@Test
	@Fault("R7")
	void aPrimaryThatDiesUnderSentinelCostsNobodyAnError(Seen seen) throws Exception {
		seen.on("Sentinel");
		try (TestSentinels sentinels = TestSentinels.start(RedisKind.REDIS_8)) {
			assertNobodyGetsAnError(seen, "primary killed", sentinels.properties(), () -> {
				TestRedis next = sentinels.replica();
				sentinels.primary().kill();
				sentinels.awaitPrimary(next);
			});
		}
	}

	@Test
	@Fault("R7")
	void aPrimaryThatDiesInAClusterCostsNobodyAnError(Seen seen) throws Exception {
		seen.on("Cluster");
		try (TestCluster cluster = TestCluster.startWithReplicas(RedisKind.REDIS_6)) {
			assertNobodyGetsAnError(seen, "primary killed", cluster.properties(), () -> {
				cluster.nodes().get(1).kill();
				cluster.awaitPromotion(cluster.replicas().get(1));
			});
			assertNobodyGetsAnError(seen, "failover ordered", cluster.properties(),
					() -> cluster.failOver(cluster.nodes().get(0)));
		}
	}

	private static void assertNobodyGetsAnError(Seen seen, String what, String[] redis, Runnable failover)
			throws Exception {
		try (DeskInstance here = DeskInstance.start(redis); DeskInstance there = DeskInstance.start(redis)) {
			QUESTIONS.forEach(here::ask);
			try (Traffic traffic = Traffic.of(4, QUESTIONS, here, there)) {
				traffic.awaitCalls(500);
				failover.run();
				here.awaitCache();
				there.awaitCache();
				traffic.awaitCalls(1000);
				traffic.stop();

				assertThat(traffic.errors()).isEmpty();
				assertThat(traffic.wrong()).isEmpty();
				// Without a server to ask, calls went to the model; with one, nothing
				// was loaded again that had not been lost.
				assertThat(traffic.mostMisses()).isLessThanOrEqualTo(1);
				seen.that(what + ": " + traffic + "; " + traffic.missed() + " of " + QUESTIONS.size()
						+ " keys lost and loaded again, once");
				seen.added(traffic.slowest());
			}
			Eventually.holds(() -> allCached(here) && allCached(there), () -> "not all are served again");
		}
	}

	private static boolean allCached(DeskInstance instance) {
		return QUESTIONS.stream().allMatch((question) -> instance.outcome(question) == CacheOutcome.EXACT_HIT);
	}

	/** The replica had not heard of the lease when it took over. */
	@Test
	@Fault({ "R7", "L2" })
	void aLeaseLostWithThePrimaryCostsOneLoadAndNeverAnAnswer(Seen seen) {
		seen.on("Sentinel");
		try (TestSentinels sentinels = TestSentinels.start(RedisKind.REDIS_8);
				DeskInstance here = DeskInstance.start(sentinels.properties());
				DeskInstance there = DeskInstance.start(sentinels.properties())) {
			here.awaitCache();
			there.awaitCache();
			TestRedis primary = sentinels.primary();
			TestRedis replica = sentinels.replica();
			int loading = here.model().calls() + 1;
			here.model().hold().answerWith((question) -> "older");
			there.model().answerWith((question) -> "newer");

			replica.command("REPLICAOF", "127.0.0.1", "1");
			Crowd holder = Crowd.same(1, () -> here.desk().ask(PIN));
			here.model().awaitCalls(loading);
			assertThat(replica.command("KEYS", "*:l:*")).isEqualTo(List.of());
			primary.kill();
			sentinels.awaitPrimary(replica);
			Eventually.holds(
					() -> "newer".equals(there.ask(PIN).value()) && there.outcome(PIN) == CacheOutcome.EXACT_HIT,
					() -> "not stored by the next");
			here.model().release();

			assertThat(holder.join()).extracting(CacheCall::value).containsExactly("older");
			Eventually.holds(() -> "newer".equals(here.ask(PIN).value()), () -> "overwritten");
			assertThat(there.ask(PIN).value()).isEqualTo("newer");
			long refused = here.desk().count(CacheIncident.FENCED) + here.desk().count(CacheIncident.FAILED_WRITE);
			assertThat(refused).isEqualTo(1);
			seen.that("lease lost: the former holder's store refused, the newer answer stays");
		}
	}

}
