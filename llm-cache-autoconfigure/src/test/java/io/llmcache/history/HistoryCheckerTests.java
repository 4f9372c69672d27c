package io.llmcache.history;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.llmcache.history.Event.Call;
import io.llmcache.history.Event.Grant;
import io.llmcache.history.Event.Load;
import io.llmcache.history.Event.Removal;
import io.llmcache.history.Event.Removed;
import io.llmcache.history.Event.Renewal;
import io.llmcache.history.Event.Store;
import io.llmcache.history.Event.Upheaval;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Forged histories: those that break a promise, and those that only look like it.
 */
class HistoryCheckerTests {

	private static final Key KEY = new Key("lasting", "v1", "q");

	private static final String DIGEST = "d1";

	private static final String NODE = "n1";

	private final List<Event> events = new ArrayList<>();

	@Test
	void whatIsAsPromisedIsNoViolation() {
		leased("j1", "t1", "j1-2", 0, 100);
		store("t1", "j1-2", 100);
		call("j1", "j1-1", 0, 101, "MISS", "j1-2:" + KEY);
		call("j2", "j2-1", 200, 201, "EXACT_HIT", "j1-2:" + KEY);
		assertThat(violations()).isEmpty();
	}

	@Test
	void aCallThatNeverEndsIsOne() {
		call("j1", "j1-1", 0, -1, null, null);
		assertViolation("Not answered: j1-1");
	}

	@Test
	void aCallOfAKilledJvmNeedNotEnd() {
		call("j1", "j1-1", 0, -1, null, null);
		upheaval(Upheaval.Kind.JVM_KILLED, "j1", 50, 60);
		assertThat(violations()).isEmpty();
	}

	@Test
	void anExceptionOfTheCacheIsOne() {
		call("j1", "j1-1", 0, 5, Call.BROKEN, "some.cache.Exception");
		assertViolation("Broken by the cache: j1-1");
	}

	@Test
	void aFailureOfTheModelIsNone() {
		load("j1", "j1-2", "j1-1", 0, 0, 5, "FAILED_OPEN");
		call("j1", "j1-1", 0, 5, Call.FAILED, "j1-2:" + KEY);
		assertThat(violations()).isEmpty();
	}

	@Test
	void aFailureThatIsKeptForLaterCallersIsOne() {
		load("j1", "j1-2", "j1-1", 0, 0, 5, "FAILED_OPEN");
		call("j1", "j1-1", 0, 5, Call.FAILED, "j1-2:" + KEY);
		call("j1", "j1-3", 206, 207, Call.FAILED, "j1-2:" + KEY);
		assertViolation("Failed with a failure that was over: j1-3");
	}

	@Test
	void anAnswerToAnotherQuestionIsOne() {
		Key other = new Key("lasting", "v1", "another");
		this.events.add(new Load("j1", "j1-2", null, other, Long.MIN_VALUE, 0, millis(5), "FAILED_OPEN"));
		call("j1", "j1-1", 10, 11, "EXACT_HIT", "j1-2:" + other);
		assertViolation("Answered with the answer to another question: j1-1");
	}

	@Test
	void anAnswerUnderAnotherVersionIsOne() {
		Key other = new Key("lasting", "v2", "q");
		this.events.add(new Load("j1", "j1-2", null, other, Long.MIN_VALUE, 0, millis(5), "FAILED_OPEN"));
		call("j1", "j1-1", 10, 11, "EXACT_HIT", "j1-2:" + other);
		assertViolation("Answered with the answer to another question: j1-1");
	}

	@Test
	void anAnswerThatNobodyHasLoadedIsOne() {
		call("j1", "j1-1", 0, 1, "EXACT_HIT", "j1-2:" + KEY);
		assertViolation("Answered out of thin air: j1-1");
	}

	@Test
	void anAnswerThatIsLoadedOnlyLaterIsOne() {
		call("j1", "j1-1", 0, 1, "EXACT_HIT", "j1-2:" + KEY);
		load("j1", "j1-2", null, 2, 2, 3, "FAILED_OPEN");
		assertViolation("Answered out of thin air: j1-1");
	}

	@Test
	void anAnswerEvictedLongBeforeTheCallIsOne() {
		servedAfter(KEY.toString(), "DONE", 1_201);
		assertViolation("Served what was voided: j2-1");
	}

	@Test
	void anAnswerClearedLongBeforeTheCallIsOne() {
		servedAfter(KEY.cache(), "DONE", 1_201);
		assertViolation("Served what was voided: j2-1");
	}

	@Test
	void anAnswerClearedWithAllOthersLongBeforeTheCallIsOne() {
		servedAfter("*", "ABSENT", 1_201);
		assertViolation("Served what was voided: j2-1");
	}

	@Test
	void anAnswerVoidedRightBeforeTheCallIsNone() {
		servedAfter(KEY.cache(), "DONE", 1_199);
		assertThat(violations()).isEmpty();
	}

	@Test
	void anAnswerLoadedAfterTheRemovalHadBegunIsNone() {
		this.events.add(new Removal("j3", "j3-1", KEY.toString(), millis(5), millis(30), "DONE"));
		servedAfter("another/v1/q", "DONE", 5_000);
		assertThat(violations()).isEmpty();
	}

	@Test
	void aRemovalOfSomethingElseVoidsNothing() {
		servedAfter("brief", "DONE", 5_000);
		this.events.add(new Removal("j3", "j3-1", "lasting/v2/q", millis(40), millis(50), "DONE"));
		assertThat(violations()).isEmpty();
	}

	@Test
	void aRemovalThatRedisDidNotTakeVoidsNothing() {
		servedAfter(KEY.cache(), "UNAVAILABLE", 5_000);
		assertThat(violations()).isEmpty();
	}

	@Test
	void aRemovalThatNobodySawEndVoidsNothing() {
		this.events.add(new Removal("j3", "j3-1", KEY.cache(), millis(40), Event.NEVER, null));
		servedAfter("brief", "DONE", 5_000);
		assertThat(violations()).isEmpty();
	}

	@Test
	void aJvmThatStandsStillReadsNoMarks() {
		servedAfter(KEY.cache(), "DONE", 1_650);
		upheaval(Upheaval.Kind.JVM_PAUSED, "j2", 1_000, 1_500);
		assertThat(violations()).isEmpty();
	}

	@Test
	void anotherJvmThatStandsStillIsNoExcuse() {
		servedAfter(KEY.cache(), "DONE", 1_650);
		upheaval(Upheaval.Kind.JVM_PAUSED, "j3", 1_000, 1_500);
		assertViolation("Served what was voided: j2-1");
	}

	@Test
	void aRemovalRightBeforeAFailoverMayBeLost() {
		servedAfter(KEY.cache(), "DONE", 5_000);
		upheaval(Upheaval.Kind.FAILED_OVER, NODE, 1_000, 2_000);
		assertThat(violations()).isEmpty();
	}

	@Test
	void aRemovalLongBeforeAFailoverIsNotLost() {
		servedAfter(KEY.cache(), "DONE", 5_000);
		upheaval(Upheaval.Kind.FAILED_OVER, NODE, 1_100, 2_000);
		assertViolation("Served what was voided: j2-1");
	}

	@Test
	void aLeaseGrantedWhileAnotherIsUnbrokenIsOne() {
		grant("j1", "t1", 0);
		grant("j2", "t2", 200);
		assertViolation("Granted while another held it: t2");
	}

	@Test
	void aLeaseGrantedAfterTheOtherHasRunOutIsNone() {
		grant("j1", "t1", 0);
		grant("j2", "t2", 301);
		assertThat(violations()).isEmpty();
	}

	@Test
	void aLeaseGrantedWhileAnotherIsRenewedIsOne() {
		grant("j1", "t1", 0);
		this.events.add(new Renewal(NODE, DIGEST, millis(200), millis(300)));
		grant("j2", "t2", 400);
		assertViolation("Granted while another held it: t2");
	}

	@Test
	void aLeaseGrantedAfterTheOtherWasRemovedIsNone() {
		grant("j1", "t1", 0);
		this.events.add(new Removed(NODE, DIGEST, millis(50)));
		grant("j2", "t2", 51);
		assertThat(violations()).isEmpty();
	}

	@Test
	void aRestartAFailoverAndWhatNobodySawBreakLeases() {
		for (Upheaval.Kind kind : List.of(Upheaval.Kind.REDIS_EMPTIED, Upheaval.Kind.FAILED_OVER,
				Upheaval.Kind.UNSEEN)) {
			this.events.clear();
			grant("j1", "t1", 0);
			upheaval(kind, NODE, 50, 100);
			grant("j2", "t2", 200);
			assertThat(violations()).as("%s", kind).isEmpty();
		}
	}

	@Test
	void aRenewalRightAfterAStandstillCountsFromItsBeginning() {
		grant("j1", "t1", 0);
		upheaval(Upheaval.Kind.REDIS_PAUSED, NODE, 100, 290);
		this.events.add(new Renewal(NODE, DIGEST, millis(291), millis(300)));
		grant("j2", "t2", 405);
		assertThat(violations()).isEmpty();
	}

	@Test
	void aStoreByAFormerHolderIsOne() {
		grant("j1", "t1", 0);
		grant("j2", "t2", 310);
		store("t1", "j1-2", 320);
		assertViolation("Stored by another than the holder: j1-2");
	}

	@Test
	void aStoreAfterAnEvictIsOne() {
		grant("j1", "t1", 0);
		this.events.add(new Removed(NODE, DIGEST, millis(50)));
		store("t1", "j1-2", 60);
		assertViolation("Stored without a lease: j1-2");
	}

	@Test
	void aStoreAfterTheLeaseHasRunOutIsOne() {
		grant("j1", "t1", 0);
		store("t1", "j1-2", 400);
		assertViolation("Stored after the lease had run out: j1-2");
	}

	/** No other could have been granted it meanwhile. */
	@Test
	void aStoreRightAfterAStandstillCountsFromItsBeginning() {
		grant("j1", "t1", 0);
		upheaval(Upheaval.Kind.REDIS_PAUSED, NODE, 100, 600);
		store("t1", "j1-2", 601);
		assertThat(violations()).isEmpty();
	}

	@Test
	void aStoreSomeTimeAfterAStandstillIsOne() {
		grant("j1", "t1", 0);
		upheaval(Upheaval.Kind.REDIS_PAUSED, NODE, 100, 600);
		store("t1", "j1-2", 700);
		assertViolation("Stored after the lease had run out: j1-2");
	}

	@Test
	void aStoreWithALeaseThatWasRenewedIsNone() {
		grant("j1", "t1", 0);
		this.events.add(new Renewal(NODE, DIGEST, millis(250), millis(300)));
		store("t1", "j1-2", 500);
		assertThat(violations()).isEmpty();
	}

	@Test
	void aStoreWithALeaseThatAReplicaBroughtAlongIsNone() {
		upheaval(Upheaval.Kind.FAILED_OVER, NODE, 50, 100);
		store("t1", "j1-2", 150);
		assertThat(violations()).isEmpty();
	}

	@Test
	void aLoadWithoutALeaseIsOne() {
		leased("j1", "t1", "j1-2", 0, 200);
		call("j1", "j1-1", 0, 200, "MISS", "j1-2:" + KEY);
		load("j2", "j2-2", "j2-1", 50, 51, 150, null);
		call("j2", "j2-1", 50, 150, "MISS", "j2-2:" + KEY);
		assertViolation("Loaded without a lease: j2-2");
	}

	@Test
	void aLeaseThatOnlyAnotherLoadOfTheSameJvmHadIsNone() {
		leased("j1", "t1", "j1-2", 0, 200);
		call("j1", "j1-1", 0, 200, "MISS", "j1-2:" + KEY);
		load("j1", "j1-4", "j1-3", 0, 51, 150, null);
		call("j1", "j1-3", 0, 150, "MISS", "j1-4:" + KEY);
		assertViolation("Loaded without a lease: j1-");
	}

	@Test
	void aRefreshWithoutALeaseIsOne() {
		load("j1", "j1-2", null, 0, 10, 20, null);
		assertViolation("Loaded without a lease: j1-2");
	}

	@Test
	void aLoadPastTheCacheNeedsNoLease() {
		load("j1", "j1-2", "j1-1", 0, 1, 20, "WAIT_EXPIRED");
		call("j1", "j1-1", 0, 20, "MISS", "j1-2:" + KEY);
		load("j2", "j2-2", "j2-1", 0, 1, 20, null);
		call("j2", "j2-1", 0, 20, "BYPASS", "j2-2:" + KEY);
		assertThat(violations()).isEmpty();
	}

	@Test
	void twoLoadsMayOverlapWhenTheLeaseOfTheFirstHasRunOut() {
		leased("j1", "t1", "j1-2", 0, 900);
		call("j1", "j1-1", 0, 900, "MISS", "j1-2:" + KEY);
		upheaval(Upheaval.Kind.JVM_PAUSED, "j1", 10, 800);
		leased("j2", "t2", "j2-2", 310, 900);
		call("j2", "j2-1", 310, 900, "MISS", "j2-2:" + KEY);
		assertThat(violations()).isEmpty();
	}

	/** An answer loaded at 10 ms, removed from 40 to 50 ms, served so much later. */
	private void servedAfter(String removed, String outcome, int millis) {
		load("j1", "j1-2", null, 10, 10, 20, "FAILED_OPEN");
		this.events.add(new Removal("j3", "j3-2", removed, millis(40), millis(50), outcome));
		call("j2", "j2-1", 50 + millis, 51 + millis, "EXACT_HIT", "j1-2:" + KEY);
	}

	private void call(String jvm, String id, long begin, long end, @Nullable String outcome, @Nullable String answer) {
		this.events.add(new Call(jvm, id, KEY, millis(begin), (end < 0) ? Event.NEVER : millis(end), outcome, answer));
	}

	/**
	 * Beside the leased ones, only those with an excuse are no violation by themselves.
	 */
	private void load(String jvm, String value, @Nullable String call, long asked, long begin, long end,
			@Nullable String excuse) {
		this.events.add(new Load(jvm, value, call, KEY, (call != null) ? millis(asked) : Long.MIN_VALUE, millis(begin),
				millis(end), excuse));
	}

	/** A load of the call whose number is one less than the value's. */
	private void leased(String jvm, String token, String value, long begin, long end) {
		grant(jvm, token, begin);
		load(jvm, value, jvm + "-1", begin, begin, end, null);
	}

	private void grant(String jvm, String token, long at) {
		this.events.add(new Grant(NODE, jvm, DIGEST, token, millis(at), millis(300)));
	}

	private void store(String token, String value, long at) {
		this.events.add(new Store(NODE, DIGEST, token, value, millis(at)));
		this.events.add(new Removed(NODE, DIGEST, millis(at)));
	}

	private void upheaval(Upheaval.Kind kind, String whom, long begin, long end) {
		this.events.add(new Upheaval(kind, whom, millis(begin), millis(end)));
	}

	private void assertViolation(String start) {
		assertThat(violations()).singleElement().asString().startsWith(start);
	}

	private List<String> violations() {
		return HistoryChecker.violations(new History(this.events, Map.of(KEY, DIGEST), Duration.ofMillis(200)));
	}

	private static long millis(long millis) {
		return TimeUnit.MILLISECONDS.toNanos(millis);
	}

}
