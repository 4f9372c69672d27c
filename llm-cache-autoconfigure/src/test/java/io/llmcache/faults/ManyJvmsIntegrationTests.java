package io.llmcache.faults;

import java.time.Duration;
import java.util.Collections;
import java.util.List;

import io.llmcache.CacheIncident;
import io.llmcache.test.Eventually;
import io.llmcache.test.Fault;
import io.llmcache.test.Seen;
import io.llmcache.test.TestRedis;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Three JVMs on one Redis. One of them does not come back by itself when it loses its
 * subscription, so that lost notices can be arranged.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ManyJvmsIntegrationTests {

	private static final Logger logger = LoggerFactory.getLogger(ManyJvmsIntegrationTests.class);

	private static final String LEASE = "llm.cache.lock.lease=1500ms";

	private TestRedis redis;

	private DeskJvm a;

	private DeskJvm b;

	private DeskJvm c;

	@BeforeAll
	void start() {
		this.redis = TestRedis.start();
		this.a = DeskJvm.start("a", this.redis, Desk.PATIENT, LEASE);
		this.b = DeskJvm.start("b", this.redis, Desk.PATIENT, LEASE);
		this.c = DeskJvm.start("c", this.redis, Desk.PATIENT, LEASE, "llm.cache.breaker.probe=60s");
		all().forEach(DeskJvm::awaitStart);
	}

	@AfterAll
	void close() {
		all().forEach(DeskJvm::close);
		this.redis.close();
	}

	private List<DeskJvm> all() {
		return List.of(this.a, this.b, this.c);
	}

	/** Nobody's first call bypasses, however cold the JVM is. */
	@Test
	@Fault("R1")
	void theFirstCallOfAColdJvmIsCachedForAll() {
		try (DeskJvm cold = DeskJvm.start("cold", this.redis).awaitStart()) {
			assertThat(DeskJvm.outcome(cold.ask("Is it cold?"))).isEqualTo("MISS");
			assertThat(this.a.ask("Is it cold?")).startsWith("EXACT_HIT").endsWith("cold on Is it cold?");
		}
	}

	@Test
	@Fault("L1")
	void equalCallersInAllJvmsShareOneLoad() {
		all().forEach((desk) -> desk.latency(300));
		for (int run = 0; run < 6; run++) {
			String question = "What is shared in run " + run + "?";
			all().forEach((desk) -> desk.crowd(64, question));
			List<String> got = all().stream().map(DeskJvm::join).toList();

			assertThat(DeskJvm.loads(this.redis, question)).isEqualTo(1);
			assertThat(got).noneMatch((calls) -> calls.contains("BYPASS"));
			assertThat(String.join(" ", got)).containsOnlyOnce("MISS=1");
			String answer = DeskJvm.answer(this.a.ask(question));
			assertThat(got).allMatch((calls) -> calls.contains(answer + "=64"));
			report(question, answer);
		}
		all().forEach((desk) -> desk.latency(0));
	}

	/** With a lease of the usual length: so many threads keep its renewal waiting. */
	@Test
	@Fault("L1")
	void tenThousandCallersInThreeJvmsShareOneLoad(Seen seen) {
		String question = "What do ten thousand ask?";
		try (DeskJvm one = DeskJvm.start("one", this.redis, Desk.PATIENT);
				DeskJvm two = DeskJvm.start("two", this.redis, Desk.PATIENT);
				DeskJvm three = DeskJvm.start("three", this.redis, Desk.PATIENT)) {
			List<DeskJvm> desks = List.of(one, two, three);
			desks.forEach(DeskJvm::awaitStart);
			desks.forEach(DeskJvm::hold);
			desks.forEach((desk) -> desk.crowd(3_334, question));
			desks.forEach(DeskJvm::awaitUnderWay);
			desks.forEach(DeskJvm::release);
			List<String> got = desks.stream().map(DeskJvm::join).toList();

			assertThat(desks).allSatisfy((desk) -> assertThat(desk.count(CacheIncident.LEASE_LOST)).isZero());
			assertThat(DeskJvm.loads(this.redis, question)).isEqualTo(1);
			assertThat(String.join(" ", got)).containsOnlyOnce("MISS=1").doesNotContain("BYPASS");
			String answer = DeskJvm.answer(one.ask(question));
			assertThat(got).allMatch((calls) -> calls.contains(answer + "=3334"));
			desks.forEach(DeskJvm::awaitIdle);
		}
		seen.that("10 002 calls in 3 JVMs: 1 load, 0 bypasses");
	}

	/** Many short ones: an answer stored between a reading and the lease is found. */
	@Test
	@Fault("L1")
	void shortLoadsOfManyQuestionsAreNotRepeated() {
		all().forEach((desk) -> desk.latency(2));
		all().forEach((desk) -> desk.series(200, "Question"));
		all().forEach(DeskJvm::join);
		all().forEach((desk) -> desk.latency(0));

		assertThat(DeskJvm.loadsOfEach(this.redis, "Question", 200)).isEqualTo(Collections.nCopies(200, 1));
	}

	@Test
	void digestsAreEqualInAllJvms() {
		List<String> digests = all().stream().map((desk) -> DeskJvm.digest(desk.ask("Who are you?"))).toList();

		assertThat(digests).hasSize(3).containsOnly(digests.get(0));
	}

	@Test
	@Fault("S1")
	void tenantsDoNotShareAcrossJvms() {
		assertThat(this.a.askFor("acme", "What is our PIN?")).startsWith("MISS").endsWith("a on What is our PIN?");
		assertThat(this.b.askFor("evil", "What is our PIN?")).startsWith("MISS").endsWith("b on What is our PIN?");
		assertThat(this.b.ask("What is our PIN?")).startsWith("MISS");
		assertThat(this.b.askFor("acme", "What is our PIN?")).startsWith("EXACT_HIT").endsWith("a on What is our PIN?");
	}

	@Test
	@Fault("L5")
	void anEvictionVoidsTheLoadThatRunsInAnotherJvm() {
		String question = "What is the rate?";
		long fenced = this.b.count(CacheIncident.FENCED);
		this.b.hold();
		this.b.crowd(2, question);
		awaitLoads(question, 1);
		this.a.forget(question);
		this.b.release();

		// Those who asked before the eviction get what they asked for.
		assertThat(this.b.join()).contains("b on What is the rate?=2");
		assertThat(this.b.count(CacheIncident.FENCED)).isEqualTo(fenced + 1);
		assertThat(this.a.ask(question)).startsWith("MISS").endsWith("a on What is the rate?");
		assertThat(this.b.ask(question)).startsWith("EXACT_HIT").endsWith("a on What is the rate?");
	}

	@Test
	@Fault({ "L5", "S12" })
	void aClearVoidsRunningLoadsAndStoredAnswersInAllJvms() {
		String stored = "What was stored?";
		String running = "What is running?";
		this.a.ask(stored);
		this.b.hold();
		this.b.crowd(2, running);
		awaitLoads(running, 1);

		this.a.clear();
		this.b.release();
		this.b.join();

		assertThat(this.a.ask(running)).startsWith("MISS").endsWith("a on What is running?");
		assertThat(this.b.ask(stored)).startsWith("MISS").endsWith("b on What was stored?");
		assertThat(this.c.ask(running)).doesNotEndWith("b on What is running?");
		// Whatever began within a second of the clear is loaded once more.
		Eventually.holds(() -> DeskJvm.outcome(this.a.ask(running)).equals("EXACT_HIT"), () -> "nothing is stored");
	}

	/** Nothing but the look once a second tells the waiting JVM. */
	@Test
	void aJvmThatHearsNoNoticesGetsTheAnswerAllTheSame() {
		String question = "Do you hear me?";
		this.a.hold();
		this.a.crowd(1, question);
		awaitLoads(question, 1);
		this.c.crowd(8, question);
		this.c.awaitUnderWay();
		this.redis.command("CLIENT", "KILL", "TYPE", "pubsub");
		this.a.release();
		this.a.join();

		assertThat(this.c.join()).contains("a on Do you hear me?=8");
		assertThat(DeskJvm.loads(this.redis, question)).isEqualTo(1);
	}

	/**
	 * Back on the channel, a JVM cannot know what it has missed: its load is nobody's.
	 */
	@Test
	@Fault({ "L5", "S12" })
	void aLoadVoidedWhileNoNoticesAreHeardTakesNobodyMore() {
		String question = "Did I miss anything?";
		this.a.hold();
		this.a.crowd(1, question);
		awaitLoads(question, 1);
		this.redis.command("CLIENT", "KILL", "TYPE", "pubsub");
		this.b.forget(question);

		this.a.awaitIdle();
		this.a.crowd(1, question);

		awaitLoads(question, 2);
		this.a.release();
		this.a.join();
	}

	@Test
	@Fault({ "L2", "L3" })
	void aHolderPausedPastItsLeaseNeitherOverwritesNorFreesWhatTheNextHolds(Seen seen) {
		for (int attempt = 0; attempt < 5; attempt++) {
			long failed = this.b.count(CacheIncident.FAILED_WRITE) + this.b.count(CacheIncident.FAILED_OPEN);
			long fenced = this.b.count(CacheIncident.FENCED);
			String question = "What is late in attempt " + attempt + "?";
			pauseAndOvertake(question);

			assertThat(this.b.join()).contains("b on " + question + "=1");
			assertThat(DeskJvm.answer(this.a.ask(question))).isEqualTo("a on " + question);
			assertThat(DeskJvm.answer(this.b.ask(question))).isEqualTo("a on " + question);
			assertThat(DeskJvm.loads(this.redis, question)).isEqualTo(2);
			if (this.b.count(CacheIncident.FAILED_WRITE) + this.b.count(CacheIncident.FAILED_OPEN) == failed) {
				assertThat(this.b.count(CacheIncident.FENCED)).isEqualTo(fenced + 1);
				seen.that("SIGSTOP past the lease: 1 store refused, the next lease stays");
				return;
			}
			// The pause caught a renewal on its way, which looked like an outage after
			// it: then nothing was tried to be stored.
		}
		throw new AssertionError("Never fenced");
	}

	private void pauseAndOvertake(String question) {
		this.b.hold();
		this.b.crowd(1, question);
		awaitLoads(question, 1);
		this.b.jvm().pause();
		String lease = lease();
		this.a.hold();
		this.a.crowd(3, question);
		// The lease has run out, and the next holder is at it.
		awaitLoads(question, 2);
		Object next = this.redis.command("GET", lease);
		this.b.jvm().resume();
		this.b.release();
		this.b.awaitIdle();
		// The late one has not freed it.
		assertThat(this.redis.command("GET", lease)).isNotNull().isEqualTo(next);
		this.a.release();
		assertThat(this.a.join()).contains("a on " + question + "=3");
	}

	@Test
	@Fault("R5")
	void aHolderKilledIsFollowedAfterItsLeaseByOneOther(Seen seen) {
		String question = "Who comes next?";
		try (DeskJvm victim = DeskJvm.start("victim", this.redis, Desk.PATIENT, LEASE).awaitStart()) {
			victim.hold();
			victim.crowd(1, question);
			awaitLoads(question, 1);
			this.a.crowd(8, question);
			this.b.crowd(8, question);
			this.a.awaitUnderWay();
			this.b.awaitUnderWay();
			victim.jvm().kill();
			long left = Long.parseLong(String.valueOf(this.redis.command("PTTL", lease())));
			long killed = System.nanoTime();
			awaitLoads(question, 2);
			Duration after = Duration.ofNanos(System.nanoTime() - killed);

			assertThat(after).as("not before the lease has ended").isGreaterThan(Duration.ofMillis(left - 50));
			String calls = this.a.join() + this.b.join();
			assertThat(calls).containsOnlyOnce("MISS=1").doesNotContain("BYPASS");
			assertThat(DeskJvm.loads(this.redis, question)).isEqualTo(2);
			seen.that("%d ms of the lease left, the next load after %d ms, 16 callers, 2 loads".formatted(left,
					after.toMillis()));
		}
	}

	/** The name of the only lease there is. */
	private String lease() {
		String lease = String.valueOf(this.redis.command("KEYS", "*:l:*"));
		assertThat(lease).containsOnlyOnce(":l:{");
		return lease;
	}

	private void report(String question, String answer) {
		long ended = Long.parseLong(String.valueOf(this.redis.command("GET", DeskJvm.END + question)));
		String leader = answer.substring(0, 1);
		logger.info("Last of 3 x 64 callers after the load in {}: a {} ms, b {} ms, c {} ms", leader,
				this.a.lastEnd() - ended, this.b.lastEnd() - ended, this.c.lastEnd() - ended);
	}

	private void awaitLoads(String question, int count) {
		Eventually.holds(() -> DeskJvm.loads(this.redis, question) >= count,
				() -> DeskJvm.loads(this.redis, question) + " loads instead of " + count);
	}

}
