package io.llmcache.faults;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.llmcache.CacheIncident;
import io.llmcache.CacheOutcome;
import io.llmcache.test.Eventually;
import io.llmcache.test.Fault;
import io.llmcache.test.Seen;
import io.llmcache.test.TestRedis;
import io.llmcache.test.TestServers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A lane: the story of an application with two instances, on one kind of server or
 * several that belong together.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class LaneContractTests {

	private static final String PIN = "What is a PIN?";

	private TestServers servers;

	private DeskInstance here;

	private DeskInstance there;

	/** Starts the servers, or gives those of somebody else. */
	abstract TestServers servers();

	/** Whether the servers end with these tests. */
	boolean owned() {
		return true;
	}

	/** What the lane is called in the table of faults. */
	abstract String lane();

	@BeforeAll
	void start() {
		this.servers = servers();
		this.here = instance();
		this.there = instance();
	}

	private DeskInstance instance() {
		String[] all = Stream
			.of(this.servers.properties(),
					new String[] { Desk.PATIENT, "llm.cache.hot.threshold=4", "llm.cache.caches.brief.ttl=300ms",
							"llm.cache.caches.brief.stale-while-revalidate=1h", "llm.cache.caches.brief.max-age=1h",
							"llm.cache.caches.brief.semantic.mode=serve" })
			.flatMap(Stream::of)
			.toArray(String[]::new);
		return DeskInstance.start(all);
	}

	@AfterAll
	void stop() {
		Stream.of(this.here, this.there).filter((instance) -> instance != null).forEach(DeskInstance::close);
		if (this.servers != null && owned()) {
			this.servers.close();
		}
	}

	@BeforeEach
	void flush() {
		this.servers.flush();
	}

	@AfterEach
	void everyKeyEndsAndNothingIsLeftUnderWay() {
		this.here.model().release();
		Eventually.holds(() -> this.here.underWay() + this.there.underWay() == 0, () -> "still under way");
		assertThat(endless()).isEmpty();
	}

	private List<String> endless() {
		List<String> endless = new ArrayList<>();
		for (TestRedis node : this.servers.primaries()) {
			for (String key : keys(node)) {
				if (Long.valueOf(-1).equals(node.command("PTTL", key))) {
					endless.add(key.replaceAll("\\{.*", "…"));
				}
			}
		}
		return endless;
	}

	private static List<String> keys(TestRedis node) {
		Object keys = node.command("KEYS", "*");
		return ((keys instanceof List<?> list) ? list.stream() : Stream.of(keys)).map(String::valueOf).toList();
	}

	private long calls() {
		return this.here.model().calls() + this.there.model().calls();
	}

	@Test
	void bothInstancesServeWhatOneOfThemHasLoaded() {
		long before = calls();
		assertThat(this.here.outcome(PIN)).isEqualTo(CacheOutcome.MISS);
		assertThat(this.here.outcome(PIN)).isEqualTo(CacheOutcome.EXACT_HIT);
		assertThat(this.there.ask(PIN)).satisfies((call) -> {
			assertThat(call.outcome()).isEqualTo(CacheOutcome.EXACT_HIT);
			assertThat(call.value()).isEqualTo("answer to " + PIN);
		});
		assertThat(calls()).isEqualTo(before + 1);
	}

	@Test
	@Fault("L1")
	void callersOfBothInstancesShareOneLoad(Seen seen) {
		seen.on(lane());
		long before = calls();
		int loading = this.here.model().calls() + 1;
		this.here.model().hold();
		Crowd callers = Crowd.same(8, () -> this.here.desk().ask(PIN));
		this.here.model().awaitCalls(loading);
		callers.awaitWaiting(7);
		Crowd others = Crowd.same(8, () -> this.there.desk().ask(PIN));
		others.awaitWaiting(8);
		this.here.model().release();

		assertThat(Crowd.count(callers.join(), CacheOutcome.COALESCED)).isEqualTo(7);
		assertThat(Crowd.count(others.join(), CacheOutcome.COALESCED)).isEqualTo(8);
		assertThat(calls()).isEqualTo(before + 1);
	}

	@Test
	@Fault("L5")
	void anEvictionFencesTheLoadThatRunsInTheOtherInstance(Seen seen) {
		seen.on(lane());
		long fenced = this.here.desk().count(CacheIncident.FENCED);
		int loading = this.here.model().calls() + 1;
		this.here.model().hold();
		Crowd callers = Crowd.same(2, () -> this.here.desk().ask(PIN));
		this.here.model().awaitCalls(loading);
		callers.awaitWaiting(1);
		this.there.desk().forget(PIN);
		this.here.model().release();
		callers.join();

		assertThat(this.here.desk().count(CacheIncident.FENCED)).isEqualTo(fenced + 1);
		assertThat(this.there.outcome(PIN)).isEqualTo(CacheOutcome.MISS);
		assertThat(this.here.outcome(PIN)).isEqualTo(CacheOutcome.EXACT_HIT);
		this.here.desk().forget(PIN);
		assertThat(this.there.outcome(PIN)).isEqualTo(CacheOutcome.MISS);
	}

	@Test
	@Fault("S12")
	void aClearVoidsEverythingInBothInstances(Seen seen) {
		seen.on(lane());
		List<String> questions = Stream.iterate(1, (i) -> i + 1).limit(20).map((i) -> "Question " + i).toList();
		questions.forEach(this.here::ask);
		this.there.desk().clear();
		assertThat(questions.stream().map(this.there::outcome)).containsOnly(CacheOutcome.MISS);
		// The notice, or the look once a second.
		Eventually.holds(() -> this.here.outcome("Question 1") != CacheOutcome.EXACT_HIT
				|| this.here.desk().count(CacheIncident.VOIDED) > 0, () -> "served what was cleared");
		Eventually.holds(() -> this.here.outcome(PIN) == CacheOutcome.EXACT_HIT, () -> "nothing is stored any more");
	}

	@Test
	@Fault("S1")
	void tenantsAreApart(Seen seen) throws Exception {
		seen.on(lane());
		assertThat(this.here.desk().askFor("acme", PIN).outcome()).isEqualTo(CacheOutcome.MISS);
		assertThat(this.there.desk().askFor("evil", PIN).outcome()).isEqualTo(CacheOutcome.MISS);
		assertThat(this.there.desk().askFor("acme", PIN).outcome()).isEqualTo(CacheOutcome.EXACT_HIT);
	}

	@Test
	void whatIsStaleIsServedAndFetchedAnew() {
		Set<CacheOutcome> seen = new HashSet<>();
		long before = calls();
		Eventually.holds(() -> {
			seen.add(brief(this.here, PIN));
			return calls() >= before + 3;
		}, () -> "no refresh: " + seen);
		assertThat(seen).containsExactlyInAnyOrder(CacheOutcome.MISS, CacheOutcome.EXACT_HIT, CacheOutcome.STALE_HIT);
	}

	@Test
	void theSameQuestionInOtherWordsIsAnsweredByTheOtherInstance() {
		assertThat(brief(this.here, "What is the capital of France?")).isEqualTo(CacheOutcome.MISS);
		assertThat(brief(this.there, "Tell me the capital city of France.")).isIn(CacheOutcome.SEMANTIC_HIT,
				CacheOutcome.STALE_HIT);
		assertThat(this.there.model().prompts()).doesNotContain("Tell me the capital city of France.");
	}

	private static CacheOutcome brief(DeskInstance instance, String question) {
		try {
			return instance.desk().askBriefly(question).outcome();
		}
		catch (Exception ex) {
			throw new AssertionError("Cache trouble broke the call", ex);
		}
	}

	@Test
	@Fault("R10")
	void forgottenScriptsAreSentAgain(Seen seen) {
		seen.on(lane());
		long misses = this.here.desk().count(CacheOutcome.MISS);
		forgetScripts();
		assertThat(this.here.outcome(PIN)).isEqualTo(CacheOutcome.MISS);
		forgetScripts();
		for (int i = 0; i < 8; i++) {
			assertThat(this.here.outcome(PIN)).isEqualTo(CacheOutcome.EXACT_HIT);
		}
		this.here.flushHits();
		forgetScripts();
		this.here.desk().forget(PIN);
		assertThat(this.here.outcome(PIN)).isEqualTo(CacheOutcome.MISS);
		assertThat(this.here.desk().count(CacheOutcome.MISS)).isEqualTo(misses + 2);
	}

	private void forgetScripts() {
		this.servers.primaries().forEach((node) -> node.command("SCRIPT", "FLUSH"));
	}

	@Test
	void hitsAreCountedAndKeepAnAnswerAlive() {
		this.here.ask(PIN);
		for (int i = 0; i < 20; i++) {
			this.here.ask(PIN);
			this.here.flushHits();
		}
		assertThat(this.servers.primaries().stream().flatMap((node) -> keys(node).stream()))
			.anyMatch((key) -> key.contains(":h:{"));
	}

	@Test
	void aLargeAnswerRoundTrips() {
		String large = "ä".repeat(400_000);
		this.here.model().answerWith((question) -> large);
		try {
			assertThat(this.here.outcome(PIN)).isEqualTo(CacheOutcome.MISS);
		}
		finally {
			this.here.model().answerWith((question) -> "answer to " + question);
		}
		assertThat(this.there.ask(PIN).value()).isEqualTo(large);
	}

	@Test
	@Fault("R2")
	void lostConnectionsAreMadeAnew(Seen seen) {
		seen.on(lane());
		this.servers.primaries().forEach((node) -> {
			node.command("CLIENT", "KILL", "TYPE", "normal", "SKIPME", "yes");
			node.command("CLIENT", "KILL", "TYPE", "pubsub");
		});
		long began = System.nanoTime();
		this.here.awaitCache();
		this.there.awaitCache();
		seen.that("connections killed: all calls answered, hits again");
		assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(15));
		this.here.awaitNotices();
		this.there.awaitNotices();
	}

}
