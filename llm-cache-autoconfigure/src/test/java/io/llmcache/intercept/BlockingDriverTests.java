package io.llmcache.intercept;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;

import io.llmcache.BypassReason;
import io.llmcache.CacheCall;
import io.llmcache.CacheIncident;
import io.llmcache.CacheOutcome;
import io.llmcache.CachePolicy;
import io.llmcache.CachePolicy.OnDeadline;
import io.llmcache.LlmCacheListener;
import io.llmcache.LoadDeadlineExceededException;
import io.llmcache.codec.CodecException;
import io.llmcache.codec.ResponseCodec;
import io.llmcache.codec.Verdict;
import io.llmcache.intercept.TestInstance.Caller;
import io.llmcache.key.CacheKey;
import io.llmcache.store.TestKeys;
import io.llmcache.store.TestStores;
import io.llmcache.test.Eventually;
import io.llmcache.test.FakeModel;
import io.llmcache.test.Fault;
import io.llmcache.test.TestRedis;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Callers of one JVM that want the same at the same time.
 */
class BlockingDriverTests {

	private static final AtomicInteger NUMBERS = new AtomicInteger();

	private final TestRedis redis = TestRedis.shared();

	private final FakeModel model = new FakeModel().answerWith((prompt) -> "the answer");

	private final TestPolicy terms = new TestPolicy("flights-" + NUMBERS.incrementAndGet());

	private final CachePolicy policy = this.terms.build();

	private final CacheKey key = TestKeys.key(this.policy.cache(), "What is a PIN?");

	private TestInstance instance;

	@BeforeEach
	void open() {
		this.redis.flush();
		this.instance = TestInstance.on(this.redis);
	}

	/** L19 */
	@AfterEach
	void quiet() {
		this.instance.awaitQuiet();
		this.instance.close();
		TestStores.assertEveryKeyEnds(this.redis);
	}

	@Test
	@Fault("L1")
	void sixtyFourCallersCostOneLoad() {
		this.model.hold();
		List<Caller> callers = this.instance.callers(64, this.key, this.policy, this.model);

		this.model.release();

		assertThat(callers).allSatisfy((caller) -> assertThat(caller.told().value()).isEqualTo("the answer"));
		assertThat(callers.stream().map((caller) -> caller.told().outcome()))
			.containsOnly(CacheOutcome.MISS, CacheOutcome.COALESCED)
			.filteredOn(CacheOutcome.MISS::equals)
			.hasSize(1);
		assertThat(this.model.calls()).isEqualTo(1);
		assertThat(leaseIsFree()).isTrue();
	}

	@Test
	@Fault("L6")
	void aFailureFailsAllOnceAndTogether() {
		RuntimeException failure = new IllegalStateException("the model fails");
		this.model.hold().failWith(failure);
		List<Caller> callers = this.instance.callers(64, this.key, this.policy, this.model);

		this.model.release();

		assertThat(callers).allSatisfy((caller) -> assertThat(caller.failure()).isSameAs(failure));
		assertThat(this.model.calls()).isEqualTo(1);
		assertThat(leaseIsFree()).isTrue();
		assertThat(this.instance.stats(this.policy).failedLoads()).isEqualTo(1);
	}

	@Test
	@Fault("L10")
	void anInterruptedLeaderHandsOverToOneAndNobodyElseFails() throws Exception {
		this.model.hold();
		Caller leader = this.instance.caller(this.key, this.policy, this.model);
		this.model.awaitCalls(1);
		List<Caller> others = new ArrayList<>();
		for (int i = 0; i < 16; i++) {
			others.add(this.instance.caller(this.key, this.policy, this.model));
		}
		others.forEach(Caller::awaitWaiting);

		leader.interrupt();

		assertThat(leader.failure()).isInstanceOf(CancellationException.class);
		assertThat(leader.keptItsFlag()).isTrue();
		this.model.awaitCalls(2);
		this.model.release();
		assertThat(others).allSatisfy((other) -> assertThat(other.told().value()).isEqualTo("the answer"));
		assertThat(others.stream().map((other) -> other.told().outcome()).filter(CacheOutcome.MISS::equals)).hasSize(1);
		assertThat(this.model.calls()).isEqualTo(2);
		assertThat(this.instance.count(this.policy, CacheIncident.ABANDONED)).isEqualTo(1);
		assertThat(this.instance.stored(this.key)).as("the new leader had the lease").isEqualTo("the answer");
	}

	/** One after the other gives up. */
	@Test
	@Fault("L10")
	void leadersMayBeAbandonedInARow() throws Exception {
		this.model.hold();
		List<Caller> callers = new ArrayList<>(this.instance.callers(12, this.key, this.policy, this.model));
		for (int calls = 1; calls <= 5; calls++) {
			this.model.awaitCalls(calls);
			awaitWaiting(callers, callers.size() - 1);
			Caller leader = callers.stream().filter((caller) -> !caller.waits()).findFirst().orElseThrow();
			leader.interrupt();
			assertThat(leader.failure()).isInstanceOf(CancellationException.class);
			callers.remove(leader);
		}
		this.model.awaitCalls(6);

		this.model.release();

		assertThat(callers).hasSize(7)
			.allSatisfy((caller) -> assertThat(caller.told().value()).isEqualTo("the answer"));
		assertThat(this.model.calls()).isEqualTo(6);
	}

	@Test
	@Fault("L9")
	void anInterruptedWaiterLeavesAlone() throws Exception {
		this.model.hold();
		List<Caller> callers = this.instance.callers(8, this.key, this.policy, this.model);
		Caller waiter = callers.stream().filter(Caller::waits).findFirst().orElseThrow();

		waiter.interrupt();

		assertThat(waiter.failure()).isInstanceOf(CancellationException.class);
		assertThat(waiter.keptItsFlag()).isTrue();
		this.model.release();
		assertThat(callers.stream().filter((caller) -> caller != waiter))
			.allSatisfy((caller) -> assertThat(caller.told().value()).isEqualTo("the answer"));
		assertThat(this.model.calls()).isEqualTo(1);
	}

	/** An interrupt that came before the call does not cost a lease. */
	@Test
	@Fault("L9")
	void anInterruptedCallerIsServedAndKeepsItsFlag() throws Exception {
		this.instance.ask(this.key, this.policy, this.model);
		Caller caller = new Caller(() -> {
			Thread.currentThread().interrupt();
			return this.instance.ask(this.key, this.policy, this.model);
		});

		assertThat(caller.told().outcome()).isEqualTo(CacheOutcome.EXACT_HIT);
		assertThat(caller.keptItsFlag()).isTrue();
	}

	@Test
	@Fault("L11")
	void anErrorOfTheLoaderFreesEverything() {
		for (Error error : List.of(new OutOfMemoryError("no room"), new StackOverflowError(),
				new NoClassDefFoundError("gone"))) {
			this.model.hold().failWith(error);
			List<Caller> callers = this.instance.callers(4, this.key, this.policy, this.model);
			this.model.release();

			assertThat(callers).allSatisfy((caller) -> assertThat(caller.failure()).isSameAs(error));
			this.instance.awaitQuiet();
			assertThat(leaseIsFree()).isTrue();
		}
		assertThat(this.model.calls()).isEqualTo(3);
	}

	/** Nor does it serve what is stale: the JVM is in trouble. */
	@Test
	@Fault("L11")
	void anErrorIsNotHiddenByAStaleAnswer() throws Exception {
		CachePolicy lenient = this.terms.ttl(Duration.ofMillis(1), 0).stale(Duration.ZERO, Duration.ofHours(1)).build();
		storeStale(lenient);
		this.model.failWith(new StackOverflowError());

		assertThatThrownBy(() -> this.instance.ask(this.key, lenient, this.model))
			.isInstanceOf(StackOverflowError.class);
	}

	/** An error that a listener lets out must not keep callers waiting either. */
	@Test
	@Fault("L11")
	void anErrorOfAListenerFreesEverything() throws Exception {
		LlmCacheListener broken = new LlmCacheListener() {

			@Override
			public void onLoad(String cache, Duration took, @Nullable Throwable failure) {
				throw new StackOverflowError();
			}

		};
		try (TestInstance other = TestInstance.on(this.redis, broken)) {
			this.model.hold();
			List<Caller> callers = other.callers(4, this.key, this.policy, this.model);
			this.model.release();
			assertThat(callers.stream().filter(BlockingDriverTests::failed)).hasSizeBetween(1, 4);
			other.awaitQuiet();

			this.model.hold().failWith(new IllegalStateException());
			callers = other.callers(4, TestKeys.key(this.policy.cache(), "other"), this.policy, this.model);
			this.model.release();
			assertThat(callers.stream().filter(BlockingDriverTests::failed)).hasSize(4);
			other.awaitQuiet();
		}
	}

	private static boolean failed(Caller caller) {
		try {
			caller.failure();
			return true;
		}
		catch (AssertionError ex) {
			return false;
		}
	}

	@Test
	@Fault("L12")
	void aLoadThatAsksForItselfGoesPastTheCache() throws Exception {
		List<CacheCall<Object>> inner = new ArrayList<>();

		CacheCall<Object> outer = this.instance.ask(this.key, this.policy, () -> {
			inner.add(this.instance.ask(this.key, this.policy, this.model));
			return "outer";
		});

		assertThat(inner).singleElement().satisfies((call) -> {
			assertThat(call.outcome()).isEqualTo(CacheOutcome.BYPASS);
			assertThat(call.reason()).isEqualTo(BypassReason.RECURSION);
			assertThat(call.value()).isEqualTo("the answer");
		});
		assertThat(outer.outcome()).isEqualTo(CacheOutcome.MISS);
		assertThat(this.instance.stored(this.key)).isEqualTo("outer");
	}

	@Test
	void aLoadMayAskForSomethingElse() throws Exception {
		CacheKey other = TestKeys.key(this.policy.cache(), "other");

		this.instance.ask(this.key, this.policy,
				() -> "about: " + this.instance.ask(other, this.policy, this.model).value());

		assertThat(this.instance.stored(this.key)).isEqualTo("about: the answer");
		assertThat(this.instance.stored(other)).isEqualTo("the answer");
	}

	@Test
	@Fault({ "L7", "L17" })
	void anEmptyOrUnwantedAnswerReleasesTheWaitersAndIsNotStored() throws Exception {
		int calls = 0;
		for (String answer : new @Nullable String[] { null, "", "unwanted" }) {
			this.model.hold().answerWith((prompt) -> answer);
			List<Caller> callers = this.instance.callers(16, this.key, this.policy, this.model);

			this.model.release();

			assertThat(callers).allSatisfy((caller) -> assertThat(caller.told().value()).isEqualTo(answer));
			assertThat(this.model.calls()).isEqualTo(++calls);
			this.instance.awaitQuiet();
			assertThat(this.instance.stored(this.key)).isNull();
			assertThat(leaseIsFree()).isTrue();
		}
	}

	/** At once, not one after the other. */
	@Test
	@Fault("L17")
	void thoseWhoCannotShareAnAnswerAskTogether() {
		this.model.hold();
		List<Caller> callers = new ArrayList<>();
		FakeModel second = new FakeModel().hold();
		AtomicInteger loads = new AtomicInteger();
		for (int i = 0; i < 8; i++) {
			callers.add(new Caller(() -> this.instance.ask(this.key, this.policy, new Unwritable(),
					() -> (loads.incrementAndGet() == 1) ? this.model.tryAnswer("1") : second.tryAnswer("2"))));
		}
		awaitWaiting(callers, 7);

		this.model.release();

		second.awaitCalls(7);
		assertThat(second.running()).isEqualTo(7);
		second.release();
		assertThat(callers.stream().filter((caller) -> caller.told().reason() == BypassReason.UNSHAREABLE)).hasSize(7);
		assertThat(loads).hasValue(8);
	}

	private static void awaitWaiting(List<Caller> callers, int count) {
		Eventually.holds(() -> callers.stream().filter(Caller::waits).count() == count, () -> "not " + count + " wait");
	}

	private static void awaitDone(List<Caller> callers, int count) {
		Eventually.holds(() -> callers.stream().filter(Caller::isDone).count() == count,
				() -> "not " + count + " are done");
	}

	@Test
	@Fault("L8")
	void whoWaitsForAModelThatHangsIsToldWhenTheDeadlineHasPassed() throws Exception {
		CachePolicy hasty = this.terms.loadDeadline(Duration.ofMillis(300), OnDeadline.FAIL)
			.lease(Duration.ofMillis(300))
			.build();
		this.model.hold();
		List<Caller> callers = this.instance.callers(4, this.key, hasty, this.model);

		awaitDone(callers, 3);
		List<Caller> waiters = callers.stream().filter(Caller::isDone).toList();
		assertThat(waiters).hasSize(3)
			.allSatisfy((waiter) -> assertThat(waiter.failure()).isInstanceOf(LoadDeadlineExceededException.class));
		this.instance.awaitQuiet();
		this.instance.stores().awaitEnd(this.instance.stores().leaseName(this.key));
		FakeModel sane = new FakeModel();
		assertThat(this.instance.ask(this.key, hasty, sane).outcome()).isEqualTo(CacheOutcome.MISS);

		this.model.release();
		Caller leader = callers.stream().filter((caller) -> !waiters.contains(caller)).findFirst().orElseThrow();
		assertThat(leader.told().value()).isEqualTo("the answer");
		assertThat(this.instance.stored(this.key)).isEqualTo("answer to What is a PIN?");
		assertThat(this.instance.count(hasty, CacheIncident.FENCED)).isEqualTo(1);
	}

	@Test
	@Fault("L8")
	void whoWaitsForAModelThatHangsMayLoadForItself() {
		CachePolicy hasty = this.terms.loadDeadline(Duration.ofMillis(200), OnDeadline.LOAD)
			.lease(Duration.ofMillis(300))
			.build();
		this.model.hold();
		AtomicInteger loads = new AtomicInteger();
		List<Caller> callers = new ArrayList<>();
		for (int i = 0; i < 4; i++) {
			callers.add(new Caller(() -> this.instance.ask(this.key, hasty,
					() -> (loads.incrementAndGet() == 1) ? this.model.tryAnswer("1") : "my own")));
		}

		awaitDone(callers, 3);
		assertThat(callers.stream().filter(Caller::isDone))
			.allSatisfy((waiter) -> assertThat(waiter.told().reason()).isEqualTo(BypassReason.DEADLINE));
		this.model.release();
		callers.forEach(Caller::told);
	}

	/** A failure is shared as the stale answer that stands in for it. */
	@Test
	@Fault("L15")
	void whenTheModelFailsAllGetTheStaleAnswer() throws Exception {
		CachePolicy lenient = this.terms.ttl(Duration.ofMillis(1), 0).stale(Duration.ZERO, Duration.ofHours(1)).build();
		storeStale(lenient);
		FakeModel failing = new FakeModel().hold().failWith(new IllegalStateException());
		List<Caller> callers = this.instance.callers(8, this.key, lenient, failing);

		failing.release();

		assertThat(callers).allSatisfy((caller) -> {
			assertThat(caller.told().outcome()).isEqualTo(CacheOutcome.STALE_HIT);
			assertThat(caller.told().value()).isEqualTo("the answer");
		});
		assertThat(failing.calls()).isEqualTo(1);
	}

	/** Without anything held, at full speed. */
	@RepeatedTest(5)
	@Fault("L1")
	void noRaceCostsASecondLoad() {
		for (int round = 0; round < 60; round++) {
			CacheKey raced = TestKeys.key(this.policy.cache(), "q" + round);
			FakeModel quick = new FakeModel();
			List<Caller> callers = new ArrayList<>();
			for (int i = 0; i < 6; i++) {
				callers.add(this.instance.caller(raced, this.policy, quick));
			}
			callers.forEach((caller) -> assertThat(caller.told().value()).isEqualTo("answer to " + raced.prompt()));
			assertThat(quick.calls()).isEqualTo(1);
		}
	}

	private void storeStale(CachePolicy lenient) throws Exception {
		this.instance.ask(this.key, lenient, this.model);
		while (this.instance.peek(this.key, lenient) != null) {
			Thread.onSpinWait();
		}
	}

	private boolean leaseIsFree() {
		this.instance.awaitQuiet();
		return !this.instance.stores().exists(this.instance.stores().leaseName(this.key));
	}

	/** Answers that have no stored form. */
	private static final class Unwritable implements ResponseCodec {

		@Override
		public byte[] encode(Object value) throws CodecException {
			throw new CodecException("no stored form");
		}

		@Override
		public Object decode(byte[] bytes, int offset, int length) throws CodecException {
			throw new CodecException("no stored form");
		}

		@Override
		public Verdict judge(Object value) {
			return Verdict.STORABLE;
		}

		@Override
		public String shape() {
			return "none";
		}

	}

}
