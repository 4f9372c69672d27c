package io.llmcache.engine;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import io.llmcache.CacheCall;
import io.llmcache.CacheIncident;
import io.llmcache.CacheOutcome;
import io.llmcache.CachePolicy;
import io.llmcache.intercept.TestInstance;
import io.llmcache.intercept.TestInstance.Caller;
import io.llmcache.intercept.TestPolicy;
import io.llmcache.key.CacheKey;
import io.llmcache.store.Entry;
import io.llmcache.store.Reading;
import io.llmcache.store.TestKeys;
import io.llmcache.store.TestStores;
import io.llmcache.test.FakeModel;
import io.llmcache.test.Fault;
import io.llmcache.test.TestRedis;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

/**
 * What a caller gets, and what is stored, by what was stored before.
 */
class ResponseCacheTests {

	private static final AtomicInteger NUMBERS = new AtomicInteger();

	private final TestRedis redis = TestRedis.shared();

	private final FakeModel model = new FakeModel().answerWith((prompt) -> "new");

	private final TestPolicy terms = new TestPolicy("desk-" + NUMBERS.incrementAndGet()).maxEntryBytes(1000)
		.stale(Duration.ofMinutes(10), Duration.ofMinutes(30));

	private final CachePolicy policy = this.terms.build();

	private final CacheKey key = TestKeys.key(this.policy.cache(), "What is a PIN?");

	private TestInstance instance;

	@BeforeEach
	void open() {
		this.redis.flush();
		this.instance = TestInstance.on(this.redis);
	}

	@AfterEach
	void quiet() {
		this.instance.awaitQuiet();
		this.instance.close();
		TestStores.assertEveryKeyEnds(this.redis);
	}

	@ParameterizedTest(name = "{0}, model {1}: {2}, {3} loads, then {4} is stored")
	@Fault({ "E1", "E4", "L14", "L15" })
	@CsvSource({ // ............ stored, the model, the caller gets, loads, then stored
			"ABSENT,             answers, MISS:new,       1, new", //
			"ABSENT,             fails,   failure,        1, nothing",
			"FRESH,              answers, EXACT_HIT:old,  0, old", //
			"FRESH,              fails,   EXACT_HIT:old,  0, old",
			"STALE_FOR_REFRESH,  answers, STALE_HIT:old,  1, new", //
			"STALE_FOR_REFRESH,  fails,   STALE_HIT:old,  1, old",
			"STALE_FOR_FAILURES, answers, MISS:new,       1, new", //
			"STALE_FOR_FAILURES, fails,   STALE_HIT:old,  1, old",
			"BEYOND,             answers, MISS:new,       1, new", //
			"BEYOND,             fails,   failure,        1, old",
			"VOID,               answers, MISS:new,       1, new", //
			"VOID,               fails,   failure,        1, nothing",
			"CORRUPT,            answers, MISS:new,       1, new", //
			"CORRUPT,            fails,   failure,        1, nothing",
			"UNREADABLE,         answers, MISS:new,       1, new", //
			"UNREADABLE_STALE,   answers, MISS:new,       1, new", //
			"OVER_MAX_AGE,       answers, MISS:new,       1, new", //
			"OVER_MAX_AGE,       fails,   failure,        1, old",
			"FOREVER_FRESH,      answers, MISS:new,       1, new", //
			"FROM_THE_FUTURE,    answers, EXACT_HIT:old,  0, old", //
			"TOO_LARGE,          answers, MISS:new,       1, new", //
			"TOO_LARGE,          fails,   failure,        1, large" })
	void whatIsStoredDecidesWhatACallerGets(Stored stored, String model, String told, int loads, String then)
			throws Exception {
		stored.plant(this.instance, this.key, this.policy);
		if (model.equals("fails")) {
			this.model.failWith(new IllegalStateException("the model fails"));
		}

		if (told.equals("failure")) {
			assertThatIllegalStateException().isThrownBy(this::ask).withMessage("the model fails");
		}
		else {
			CacheCall<Object> call = ask();
			assertThat(call.outcome() + ":" + call.value()).isEqualTo(told);
		}
		this.instance.awaitQuiet();

		assertThat(this.model.calls()).isEqualTo(loads);
		String found = this.instance.stored(this.key);
		assertThat((found == null) ? "nothing" : found.startsWith("xxx") ? "large" : found).isEqualTo(then);
	}

	@ParameterizedTest
	@CsvSource({ "ABSENT, false", "FRESH, true", "STALE_FOR_REFRESH, true", "STALE_FOR_FAILURES, false",
			"BEYOND, false", "VOID, false", "CORRUPT, false", "OVER_MAX_AGE, false", "TOO_LARGE, false" })
	void aPeekNeverLoads(Stored stored, boolean served) throws Exception {
		stored.plant(this.instance, this.key, this.policy);

		Step.Hit hit = this.instance.peek(this.key, this.policy);

		assertThat(hit != null).isEqualTo(served);
		assertThat(hit == null || hit.refresh() == null).isTrue();
	}

	@Test
	@Fault("E1")
	void damageAndVoidAreCounted() throws Exception {
		Stored.CORRUPT.plant(this.instance, this.key, this.policy);
		ask();
		Stored.VOID.plant(this.instance, this.key, this.policy);
		ask();

		assertThat(this.instance.count(this.policy, CacheIncident.CORRUPT)).isEqualTo(1);
		assertThat(this.instance.count(this.policy, CacheIncident.VOIDED)).isEqualTo(1);
	}

	@Test
	void anEntryLivesForItsFreshAndStaleLifeAndIsStampedWithTheTimeOfRedis() throws Exception {
		ask();

		Entry entry = entry();
		long now = this.instance.stores().entries().now();
		assertThat(entry.started()).isCloseTo(now, within(5_000L));
		assertThat(entry.freshUntil()).isCloseTo(now + Duration.ofHours(1).toMillis(), within(5_000L));
		assertThat(life()).isCloseTo(Duration.ofMinutes(90).toMillis(), within(5_000L));
	}

	@Test
	void noLifeGoesBeyondMaxAge() throws Exception {
		CachePolicy old = this.terms.maxAge(Duration.ofMinutes(20)).build();

		this.instance.ask(this.key, old, this.model);

		assertThat(entry().freshUntil()).isEqualTo(entry().started() + Duration.ofMinutes(20).toMillis());
		assertThat(life()).isCloseTo(Duration.ofMinutes(20).toMillis(), within(5_000L));
	}

	@Test
	void jitterSpreadsTheEndsWithinItsBounds() throws Exception {
		CachePolicy spread = this.terms.ttl(Duration.ofHours(1), 0.05).build();
		Set<Long> ends = new HashSet<>();
		for (int i = 0; i < 50; i++) {
			CacheKey one = TestKeys.key(this.policy.cache(), "q" + i);
			this.instance.ask(one, spread, this.model);
			Entry entry = ((Reading.Present) this.instance.stores().entries().get(one)).entry();
			long life = entry.freshUntil() - entry.started();
			assertThat(life).isBetween(3_420_000L, 3_780_000L + 5_000);
			ends.add(life / 10_000);
		}
		assertThat(ends).hasSizeGreaterThan(10);
	}

	@Test
	@Fault("L7")
	void emptyAnswersAreStoredWhenAskedFor() throws Exception {
		this.model.answerWith((prompt) -> null);
		CachePolicy all = this.terms.storeEmpty().build();

		assertThat(this.instance.ask(this.key, all, this.model).outcome()).isEqualTo(CacheOutcome.MISS);
		CacheCall<Object> second = this.instance.ask(this.key, all, this.model);

		assertThat(second.outcome()).isEqualTo(CacheOutcome.EXACT_HIT);
		assertThat(second.value()).isNull();
		assertThat(this.model.calls()).isEqualTo(1);
	}

	@Test
	@Fault("L7")
	void emptyAndUnwantedAnswersAreNotStored() throws Exception {
		for (String answer : new String[] { null, "", "  ", "unwanted" }) {
			this.model.answerWith((prompt) -> answer);
			assertThat(ask().outcome()).isEqualTo(CacheOutcome.MISS);
			assertThat(this.instance.stored(this.key)).isNull();
		}
		assertThat(this.instance.count(this.policy, CacheIncident.NOT_STORABLE)).isEqualTo(4);
	}

	@Test
	void anAnswerAboveTheLargestSizeIsReturnedButNotStored() throws Exception {
		this.model.answerWith((prompt) -> "x".repeat(1001));

		assertThat(String.valueOf(ask().value())).hasSize(1001);

		assertThat(this.instance.stored(this.key)).isNull();
		assertThat(this.instance.count(this.policy, CacheIncident.TOO_LARGE)).isEqualTo(1);
	}

	@Test
	@Fault("L13")
	void otherKeysAreAnsweredWhileALoadHolds() throws Exception {
		CacheKey other = TestKeys.key(this.policy.cache(), "What is a card?");
		this.instance.ask(other, this.policy, this.model);
		FakeModel slow = new FakeModel().hold();
		List<Caller> held = this.instance.callers(3, this.key, this.policy, slow);

		for (int i = 0; i < 100; i++) {
			assertThat(this.instance.ask(other, this.policy, this.model).outcome()).isEqualTo(CacheOutcome.EXACT_HIT);
		}
		assertThat(this.instance.ask(TestKeys.key(this.policy.cache(), "third"), this.policy, this.model).outcome())
			.isEqualTo(CacheOutcome.MISS);

		assertThat(held).noneMatch(Caller::isDone);
		slow.release();
		held.forEach(Caller::told);
	}

	/** The load of {@code put}: whoever was at it is fenced. */
	@Test
	void whoSeizesTheRightToStoreWinsOverTheLoadThatRuns() throws Exception {
		this.model.hold();
		Caller loading = this.instance.caller(this.key, this.policy, this.model);
		this.model.awaitCalls(1);

		Lead put = this.instance.cache().seize(new Call(this.key, this.policy));
		put.done(new Answer("put".getBytes(StandardCharsets.UTF_8), Answer.Use.STORE, Duration.ZERO));
		this.model.release();

		assertThat(loading.told().value()).isEqualTo("new");
		assertThat(this.instance.stored(this.key)).isEqualTo("put");
		assertThat(this.instance.count(this.policy, CacheIncident.FENCED)).isEqualTo(1);
	}

	/** The next leader finds the lease free and need not wait for a notice. */
	@Test
	@Fault("L10")
	void anAbandonedLeadReleasesTheLeaseBeforeItHandsOver() throws Exception {
		Call call = new Call(this.key, this.policy);
		Lead lead = (Lead) this.instance.cache().begin(call);
		Step.Wait wait = (Step.Wait) beginElsewhere(call).get(10, TimeUnit.SECONDS);
		String lease = this.instance.stores().leaseName(this.key);
		AtomicReference<@Nullable Boolean> held = new AtomicReference<>();
		wait.signal().thenRun(() -> held.set(this.instance.stores().exists(lease)));
		assertThat(this.instance.stores().exists(lease)).isTrue();

		lead.abandoned();

		assertThat(held).hasValue(false);
		Lead next = (Lead) wait.next();
		lead.failed(new IllegalStateException(), Duration.ZERO);
		assertThat(this.instance.stores().exists(lease)).as("what comes after the end is ignored").isTrue();
		next.abandoned();
	}

	/** Redis has yet to be told, and may take its time. */
	@Test
	@Fault("L6")
	void whoAsksOnceALoadHasFailedIsNotToldOfIt() throws Exception {
		Call call = new Call(this.key, this.policy);
		Lead lead = (Lead) this.instance.cache().begin(call);
		Step.Wait wait = (Step.Wait) beginElsewhere(call).get(10, TimeUnit.SECONDS);
		CompletableFuture<Step> later = wait.signal()
			.thenApply((landed) -> beginElsewhere(call).join())
			.toCompletableFuture();

		lead.failed(new IllegalStateException(), Duration.ZERO);

		assertThat(wait.next()).isInstanceOf(Step.Fail.class);
		Step.Wait another = (Step.Wait) later.get(10, TimeUnit.SECONDS);
		another.signal().toCompletableFuture().get(10, TimeUnit.SECONDS);
		((Lead) another.next()).abandoned();
	}

	/** On another thread: who leads a flight does not wait for it. */
	private CompletableFuture<Step> beginElsewhere(Call call) {
		return CompletableFuture.supplyAsync(() -> this.instance.cache().begin(call));
	}

	private CacheCall<Object> ask() throws Exception {
		return this.instance.ask(this.key, this.policy, this.model);
	}

	private Entry entry() throws Exception {
		return ((Reading.Present) this.instance.stores().entries().get(this.key)).entry();
	}

	private long life() {
		return this.instance.stores().life(this.instance.stores().entryName(this.key));
	}

	/** What may be stored when a caller comes. */
	enum Stored {

		ABSENT,

		FRESH(-60, 10),

		STALE_FOR_REFRESH(-120, -1),

		STALE_FOR_FAILURES(-120, -20),

		BEYOND(-120, -40),

		VOID(-60, 10),

		CORRUPT(-60, 10),

		UNREADABLE(-60, 10),

		UNREADABLE_STALE(-60, -1),

		OVER_MAX_AGE(-8 * 60, 10),

		/** Redis' clock was set back by an hour; its life in Redis bounds it. */
		FROM_THE_FUTURE(30, 90),

		/** A flipped bit in the one field outside the checksum. */
		FOREVER_FRESH(-8 * 60, 10_000_000),

		TOO_LARGE(-60, 10);

		private final int startedMinutes;

		private final int freshMinutes;

		Stored() {
			this(0, 0);
		}

		Stored(int startedMinutes, int freshMinutes) {
			this.startedMinutes = startedMinutes;
			this.freshMinutes = freshMinutes;
		}

		void plant(TestInstance instance, CacheKey key, CachePolicy policy) throws Exception {
			if (this == ABSENT) {
				return;
			}
			if (this == VOID) {
				instance.stores().mark(policy.cache(), at(instance, -30));
			}
			byte[] bytes = Entry
				.of(key, "0123456789abcdef", at(instance, this.startedMinutes), at(instance, this.freshMinutes), 100,
						payload())
				.bytes();
			if (this == CORRUPT) {
				bytes[bytes.length - 1] ^= 1;
			}
			instance.stores().plant(key, bytes, Duration.ofHours(1));
		}

		private static long at(TestInstance instance, int minutes) {
			return instance.stores().entries().now() + Duration.ofMinutes(minutes).toMillis();
		}

		private byte[] payload() {
			return switch (this) {
				case UNREADABLE, UNREADABLE_STALE -> new byte[] { (byte) 0xff, (byte) 0xfe };
				case TOO_LARGE -> "x".repeat(2000).getBytes(StandardCharsets.UTF_8);
				default -> "old".getBytes(StandardCharsets.UTF_8);
			};
		}

	}

}
