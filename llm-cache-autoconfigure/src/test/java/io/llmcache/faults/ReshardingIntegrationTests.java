package io.llmcache.faults;

import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.llmcache.CacheIncident;
import io.llmcache.CacheOutcome;
import io.llmcache.test.Fault;
import io.llmcache.test.RedisKind;
import io.llmcache.test.Seen;
import io.llmcache.test.TestCluster;
import io.llmcache.test.TestRedis;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * R11: slots of a cluster move while they are in use.
 */
class ReshardingIntegrationTests {

	private static final List<String> QUESTIONS = IntStream.range(0, 200).mapToObj((i) -> "Question " + i).toList();

	@Test
	@Fault("R11")
	void slotsMoveUnderLoad(Seen seen) throws Exception {
		seen.on("Cluster");
		try (TestCluster cluster = TestCluster.start(RedisKind.REDIS_6);
				DeskInstance here = DeskInstance.start(patient(cluster));
				DeskInstance there = DeskInstance.start(patient(cluster))) {
			QUESTIONS.forEach(here::ask);
			int loads = here.model().calls() + there.model().calls();
			TestRedis from = cluster.nodes().get(0);
			TestRedis to = cluster.nodes().get(1);
			List<Integer> slots = slotsInUse(from, cluster);
			try (Traffic traffic = Traffic.of(4, QUESTIONS, here, there); Evictions evictions = new Evictions(there)) {
				for (int slot : slots) {
					cluster.beginMove(slot, from, to);
					traffic.awaitCalls(20);
					cluster.moveKeys(slot, from, to, 1);
					traffic.awaitCalls(20);
					cluster.moveKeys(slot, from, to, 1000);
					cluster.endMove(slot, to);
				}
				evictions.close();
				traffic.stop();

				assertThat(traffic.errors()).isEmpty();
				assertThat(traffic.wrong()).isEmpty();
				assertThat(traffic.count(CacheOutcome.BYPASS)).isZero();
				long failed = incidents(here) + incidents(there);
				int extra = here.model().calls() + there.model().calls() - loads;
				assertThat(failed).isLessThanOrEqualTo(slots.size());
				assertThat(extra).isLessThanOrEqualTo(evictions.count() + (int) failed);
				seen.that(slots.size() + " slots moved: " + traffic + "; " + evictions.count() + " evictions, " + extra
						+ " loads, " + failed + " commands refused");
				seen.added(traffic.slowest());
			}
			QUESTIONS.forEach(here::ask);
			assertThat(QUESTIONS.stream().map(there::outcome)).containsOnly(CacheOutcome.EXACT_HIT);
		}
	}

	private static String[] patient(TestCluster cluster) {
		return Stream.concat(Stream.of(cluster.properties()), Stream.of(Desk.PATIENT)).toArray(String[]::new);
	}

	private static List<Integer> slotsInUse(TestRedis from, TestCluster cluster) {
		return ((List<?>) from.command("KEYS", "*:e:*")).stream()
			.map((key) -> cluster.slot(String.valueOf(key)))
			.distinct()
			.limit(8)
			.toList();
	}

	private static long incidents(DeskInstance instance) {
		return instance.desk().count(CacheIncident.FAILED_OPEN) + instance.desk().count(CacheIncident.FAILED_WRITE);
	}

	/** Somebody who has one question after the other forgotten. */
	private static final class Evictions implements AutoCloseable {

		private final Thread thread;

		private volatile int count;

		private volatile boolean stopped;

		private Evictions(DeskInstance instance) {
			this.thread = new Thread(() -> evict(instance), "evictions");
			this.thread.start();
		}

		@SuppressWarnings("NonAtomicOperationOnVolatileField") // one thread writes
		private void evict(DeskInstance instance) {
			for (int i = 0; !this.stopped; i++) {
				instance.desk().forget(QUESTIONS.get(i % QUESTIONS.size()));
				this.count++;
				try {
					Thread.sleep(5);
				}
				catch (InterruptedException ex) {
					return;
				}
			}
		}

		int count() {
			return this.count;
		}

		@Override
		public void close() throws InterruptedException {
			this.stopped = true;
			this.thread.join();
		}

	}

}
