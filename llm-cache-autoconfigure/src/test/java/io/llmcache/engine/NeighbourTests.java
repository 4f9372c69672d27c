package io.llmcache.engine;

import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.UnaryOperator;

import io.llmcache.CacheCall;
import io.llmcache.CacheIncident;
import io.llmcache.CacheOutcome;
import io.llmcache.CachePolicy;
import io.llmcache.intercept.TestInstance.Caller;
import io.llmcache.intercept.TestInstance;
import io.llmcache.intercept.TestPolicy;
import io.llmcache.key.CacheKey;
import io.llmcache.store.LeaseStore;
import io.llmcache.store.TestKeys;
import io.llmcache.store.TestStores;
import io.llmcache.test.Eventually;
import io.llmcache.test.FakeModel;
import io.llmcache.test.Fault;
import io.llmcache.test.TestRedis;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two JVMs on one Redis that want the same at the same time.
 */
class NeighbourTests {

	private static final AtomicInteger NUMBERS = new AtomicInteger();

	private final TestRedis redis = TestRedis.shared();

	private final FakeModel model = new FakeModel().answerWith((prompt) -> "here");

	private final FakeModel othersModel = new FakeModel().answerWith((prompt) -> "there");

	private final TestPolicy terms = new TestPolicy("neighbours-" + NUMBERS.incrementAndGet());

	private final CachePolicy policy = this.terms.build();

	private final CacheKey key = TestKeys.key(this.policy.cache(), "What is a PIN?");

	private TestInstance here;

	private TestInstance there;

	@BeforeEach
	void open() {
		this.redis.flush();
		this.here = TestInstance.on(this.redis);
		this.there = TestInstance.on(this.redis);
	}

	/** L19 */
	@AfterEach
	void quiet() {
		this.here.awaitQuiet();
		this.there.awaitQuiet();
		this.here.close();
		this.there.close();
		TestStores.assertEveryKeyEnds(this.redis);
	}

	@Test
	@Fault("L1")
	void twoJvmsCostOneLoad() {
		this.model.hold();
		List<Caller> callers = this.here.callers(8, this.key, this.policy, this.model);
		List<Caller> others = waiting(8, this.policy);

		this.model.release();

		assertThat(callers).allSatisfy((caller) -> assertThat(caller.told().value()).isEqualTo("here"));
		assertThat(others).allSatisfy((caller) -> {
			assertThat(caller.told().value()).isEqualTo("here");
			assertThat(caller.told().outcome()).isEqualTo(CacheOutcome.COALESCED);
		});
		assertThat(this.model.calls()).isEqualTo(1);
		assertThat(this.othersModel.calls()).isZero();
	}

	/** Without anything held, at full speed. */
	@ParameterizedTest
	@Fault("L1")
	@ValueSource(ints = { 1, 2, 3, 4 })
	void noRaceCostsASecondLoad(int seed) {
		for (int round = 0; round < 75; round++) {
			CacheKey raced = TestKeys.key(this.policy.cache(), seed + "/" + round);
			FakeModel quick = new FakeModel();
			List<Caller> callers = new ArrayList<>();
			for (int i = 0; i < 3; i++) {
				callers.add(this.here.caller(raced, this.policy, quick));
				callers.add(this.there.caller(raced, this.policy, quick));
			}
			callers.forEach((caller) -> assertThat(caller.told().value()).isEqualTo("answer to " + raced.prompt()));
			assertThat(quick.calls()).as(raced.prompt()).isEqualTo(1);
		}
	}

	/** One load a JVM, and nobody waits for another's failure after his own. */
	@Test
	@Fault("L6")
	void aFailureIsNotTheFailureOfTheOtherJvm() {
		this.model.hold().failWith(new IllegalStateException("here"));
		this.othersModel.failWith(new IllegalStateException("there"));
		List<Caller> callers = this.here.callers(8, this.key, this.policy, this.model);
		List<Caller> others = waiting(8, this.policy);

		this.model.release();

		assertThat(callers).allSatisfy((caller) -> assertThat(caller.failure()).hasMessage("here"));
		assertThat(others).allSatisfy((caller) -> assertThat(caller.failure()).hasMessage("there"));
		assertThat(this.model.calls()).isEqualTo(1);
		assertThat(this.othersModel.calls()).isEqualTo(1);
	}

	/** What is not stored is loaded once a JVM, not once a caller. */
	@Test
	@Fault({ "L7", "L17" })
	void anAnswerThatIsNotStoredCostsOneLoadAJvm() throws Exception {
		this.model.hold().answerWith((prompt) -> "unwanted here");
		this.othersModel.answerWith((prompt) -> "unwanted there");
		List<Caller> callers = this.here.callers(8, this.key, this.policy, this.model);
		List<Caller> others = waiting(8, this.policy);

		this.model.release();

		assertThat(callers).allSatisfy((caller) -> assertThat(caller.told().value()).isEqualTo("unwanted here"));
		assertThat(others).allSatisfy((caller) -> assertThat(caller.told().value()).isEqualTo("unwanted there"));
		assertThat(this.model.calls()).isEqualTo(1);
		assertThat(this.othersModel.calls()).isEqualTo(1);
		assertThat(this.here.stored(this.key)).isNull();
	}

	/** Three JVMs do not queue up behind one another. */
	@Test
	@Fault("L17")
	void jvmsThatWaitedInVainLoadTogether() {
		CachePolicy patient = this.terms.patience(Duration.ofMinutes(5)).build();
		this.model.hold().failWith(new IllegalStateException("here"));
		this.othersModel.hold().failWith(new IllegalStateException("there"));
		this.here.callers(1, this.key, this.policy, this.model);
		this.model.awaitCalls(1);
		waiting(1, patient);
		try (TestInstance third = TestInstance.on(this.redis)) {
			third.caller(this.key, patient, this.othersModel).awaitWaiting();

			this.model.release();

			this.othersModel.awaitCalls(2);
			assertThat(this.othersModel.running()).isEqualTo(2);
			this.othersModel.release();
			third.awaitQuiet();
		}
	}

	@Test
	@Fault("L10")
	void anInterruptedLeaderHandsOverToTheOtherJvm() throws Exception {
		this.model.hold();
		Caller leader = this.here.caller(this.key, this.policy, this.model);
		this.model.awaitCalls(1);
		List<Caller> others = waiting(4, this.policy);

		leader.interrupt();

		assertThat(others).allSatisfy((caller) -> assertThat(caller.told().value()).isEqualTo("there"));
		assertThat(this.othersModel.calls()).isEqualTo(1);
		assertThat(this.here.stored(this.key)).isEqualTo("there");
	}

	/** Of a leader that waits for the other JVM, too. */
	@Test
	@Fault({ "L9", "L10" })
	void anInterruptedWaitingLeaderHandsOverInItsJvm() {
		this.model.hold();
		Caller loading = this.here.caller(this.key, this.policy, this.model);
		this.model.awaitCalls(1);
		Caller first = this.there.caller(this.key, this.policy, this.othersModel).awaitWaiting();
		Caller second = this.there.caller(this.key, this.policy, this.othersModel).awaitWaiting();

		first.interrupt();
		assertThat(first.failure()).isInstanceOf(CancellationException.class);
		second.awaitWaiting();
		this.model.release();

		assertThat(loading.told().value()).isEqualTo("here");
		assertThat(second.told().value()).isEqualTo("here");
		assertThat(this.othersModel.calls()).isZero();
	}

	@Test
	void afterTheWaitAJvmLoadsOnceForItselfAndDoesNotFightForTheWrite() throws Exception {
		CachePolicy hasty = this.terms.patience(Duration.ofMillis(300)).build();
		this.model.hold();
		Caller slow = this.here.caller(this.key, hasty, this.model);
		this.model.awaitCalls(1);

		List<Caller> others = waiting(8, hasty);

		assertThat(others).allSatisfy((caller) -> assertThat(caller.told().value()).isEqualTo("there"));
		assertThat(this.othersModel.calls()).isEqualTo(1);
		assertThat(this.there.count(hasty, CacheIncident.WAIT_EXPIRED)).isEqualTo(1);
		assertThat(this.there.stored(this.key)).isNull();
		this.model.release();
		assertThat(slow.told().value()).isEqualTo("here");
		assertThat(this.there.stored(this.key)).isEqualTo("here");
		assertThat(this.here.count(hasty, CacheIncident.FENCED)).isZero();
	}

	@Test
	void aLeaseIsRenewedWhileTheLoadRuns() throws Exception {
		CachePolicy brief = this.terms.lease(Duration.ofMillis(900)).build();
		this.model.hold();
		Caller slow = this.here.caller(this.key, brief, this.model);
		this.model.awaitCalls(1);
		Caller other = this.there.caller(this.key, brief, this.othersModel).awaitWaiting();

		Thread.sleep(2_000);
		this.model.release();

		assertThat(slow.told().value()).isEqualTo("here");
		assertThat(other.told().outcome()).isEqualTo(CacheOutcome.COALESCED);
		assertThat(this.othersModel.calls()).isZero();
	}

	@Test
	@Fault({ "L2", "L3", "L4" })
	void aHolderPausedPastItsLeaseIsFencedAndFreesNothing() throws Exception {
		CachePolicy brief = this.terms.lease(Duration.ofMillis(200)).build();
		this.here.pauseRenewal();
		this.model.hold();
		Caller paused = this.here.caller(this.key, brief, this.model);
		this.model.awaitCalls(1);
		this.othersModel.hold();
		Caller second = this.there.caller(this.key, this.policy, this.othersModel);
		this.othersModel.awaitCalls(1);

		this.model.release();
		assertThat(paused.told().value()).as("the caller has its answer").isEqualTo("here");
		assertThat(this.here.count(brief, CacheIncident.FENCED)).isEqualTo(1);
		assertThat(this.here.stored(this.key)).isNull();
		assertThat(leaseIsHeld()).isTrue();
		this.othersModel.release();

		assertThat(second.told().value()).isEqualTo("there");
		assertThat(this.here.stored(this.key)).isEqualTo("there");
	}

	@Test
	@Fault("L3")
	void aPausedHolderThatFailsFreesNothingOfTheNext() throws Exception {
		CachePolicy brief = this.terms.lease(Duration.ofMillis(200)).build();
		this.here.pauseRenewal();
		this.model.hold().failWith(new IllegalStateException("here"));
		Caller paused = this.here.caller(this.key, brief, this.model);
		this.model.awaitCalls(1);
		this.othersModel.hold();
		Caller second = this.there.caller(this.key, this.policy, this.othersModel);
		this.othersModel.awaitCalls(1);

		this.model.release();
		paused.failure();

		assertThat(leaseIsHeld()).isTrue();
		this.othersModel.release();
		assertThat(second.told().value()).isEqualTo("there");
		assertThat(this.there.stored(this.key)).isEqualTo("there");
	}

	@Test
	@Fault("L4")
	void aHolderWhoseLeaseWasTakenLearnsOfIt() {
		CachePolicy brief = this.terms.lease(Duration.ofMillis(200)).build();
		this.model.hold();
		Caller slow = this.here.caller(this.key, brief, this.model);
		this.model.awaitCalls(1);

		this.redis.command("SET", this.here.stores().leaseName(this.key), "fedcba9876543210", "PX", "60000");

		Eventually.holds(() -> this.here.count(brief, CacheIncident.LEASE_LOST) == 1, () -> "not told");
		this.model.release();
		assertThat(slow.told().value()).isEqualTo("here");
		assertThat(this.here.count(brief, CacheIncident.FENCED)).isEqualTo(1);
		this.redis.command("DEL", this.here.stores().leaseName(this.key));
	}

	@Test
	@Fault("L5")
	void anEvictVoidsTheLoadOfTheOtherJvmAndNewCallersLoadAnew() throws Exception {
		this.model.hold();
		Caller old = this.here.caller(this.key, this.policy, this.model);
		this.model.awaitCalls(1);

		this.there.evict(this.key);
		Eventually.holds(() -> this.here.cache().underWay() == 0, () -> "not detached");
		FakeModel afresh = new FakeModel().answerWith((prompt) -> "new");
		CacheCall<Object> next = this.here.ask(this.key, this.policy, afresh);
		this.model.release();

		assertThat(next.value()).isEqualTo("new");
		assertThat(old.told().value()).isEqualTo("here");
		assertThat(this.here.stored(this.key)).isEqualTo("new");
		assertThat(this.here.count(this.policy, CacheIncident.FENCED)).isEqualTo(1);
	}

	@Test
	@Fault("L5")
	void aClearVoidsTheLoadOfTheOtherJvm() throws Exception {
		this.model.hold();
		Caller old = this.here.caller(this.key, this.policy, this.model);
		this.model.awaitCalls(1);
		CacheKey untouched = TestKeys.key(this.policy.cache() + "-b", "q");
		this.here.ask(untouched, this.policy, this.othersModel);

		this.there.clear(this.policy);
		Eventually.holds(() -> this.here.cache().underWay() == 0, () -> "not detached");
		this.model.release();

		assertThat(old.told().value()).isEqualTo("here");
		this.here.stores().entries().refreshMarks();
		assertThat(this.here.stored(this.key)).isNull();
		assertThat(this.there.stored(this.key)).isNull();
		assertThat(this.here.stored(untouched)).isEqualTo("there");
	}

	@Test
	void whoWaitsForALoadThatAnEvictHasVoidedLoadsAtOnce() throws Exception {
		this.model.hold();
		Caller old = this.here.caller(this.key, this.policy, this.model);
		this.model.awaitCalls(1);
		Caller waiter = this.there.caller(this.key, this.policy, this.othersModel).awaitWaiting();

		this.here.evict(this.key);

		assertThat(waiter.told().value()).isEqualTo("there");
		this.model.release();
		old.told();
		assertThat(this.here.stored(this.key)).isEqualTo("there");
	}

	/** Nobody listens; then one looks by himself. */
	@Test
	@Fault("S12")
	void aLostNoticeCostsASecondAtMost() throws Exception {
		try (TestInstance deaf = TestInstance.deafOn(this.redis)) {
			this.model.hold();
			Caller loading = this.here.caller(this.key, this.policy, this.model);
			this.model.awaitCalls(1);
			Caller waiter = deaf.caller(this.key, this.policy, this.othersModel).awaitWaiting();

			this.model.release();
			loading.told();

			assertThat(waiter.told().value()).isEqualTo("here");
			assertThat(this.othersModel.calls()).isZero();
			deaf.awaitQuiet();
		}
	}

	/** A holder that died without a word. */
	@Test
	@Fault("R5")
	void theLeaseOfADeadHolderIsWaitedForAndThenOneLoads() throws Exception {
		this.here.stores().leases().acquire(this.key, "fedcba9876543210", Duration.ofMillis(400), new byte[0]);
		List<Caller> callers = waiting(4, this.policy);

		assertThat(callers).allSatisfy((caller) -> assertThat(caller.told().value()).isEqualTo("there"));
		assertThat(this.othersModel.calls()).isEqualTo(1);
		assertThat(this.there.stored(this.key)).isEqualTo("there");
	}

	/** A reply that makes no sense (R14), after the wait has begun. */
	@Test
	void aFaultBetweenWaitAndLoadLeavesNobodyWaiting() {
		AtomicInteger asked = new AtomicInteger();
		UnaryOperator<LeaseStore> faulty = (leases) -> (LeaseStore) Proxy.newProxyInstance(getClass().getClassLoader(),
				new Class<?>[] { LeaseStore.class }, (proxy, method, arguments) -> {
					if (method.getName().equals("acquire") && asked.incrementAndGet() > 1) {
						throw new ClassCastException("not the reply to this command");
					}
					return method.invoke(leases, arguments);
				});
		try (TestInstance faultyOne = TestInstance.on(this.redis, faulty)) {
			this.model.hold();
			Caller loading = this.here.caller(this.key, this.policy, this.model);
			this.model.awaitCalls(1);
			List<Caller> waiters = new ArrayList<>();
			for (int i = 0; i < 4; i++) {
				waiters.add(faultyOne.caller(this.key, this.policy, this.othersModel).awaitWaiting());
			}

			this.model.release();
			loading.told();

			assertThat(waiters).allSatisfy((waiter) -> assertThat(waiter.told().value()).isEqualTo("there"));
			assertThat(this.othersModel.calls()).isEqualTo(1);
			assertThat(faultyOne.count(this.policy, CacheIncident.FAILED_OPEN)).isEqualTo(1);
			faultyOne.awaitQuiet();
		}
	}

	/**
	 * S12: clears and loads of two JVMs in any order; what was cleared never comes back.
	 */
	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3 })
	void whatWasEvictedNeverComesBack(long seed) throws Exception {
		Random random = new Random(seed);
		for (int round = 0; round < 60; round++) {
			CacheKey raced = TestKeys.key(this.policy.cache(), seed + "/" + round);
			AtomicInteger truth = new AtomicInteger(1);
			int slowness = random.nextInt(2_000_000);
			FakeModel reader = new FakeModel().answerWith((prompt) -> {
				int version = truth.get();
				LockSupport.parkNanos(slowness);
				return "version " + version;
			});
			List<Caller> callers = new ArrayList<>();
			for (int i = 0; i < 2; i++) {
				callers.add(this.here.caller(raced, this.policy, reader));
				callers.add(this.there.caller(raced, this.policy, reader));
			}
			LockSupport.parkNanos(random.nextInt(3_000_000));
			truth.set(2);
			this.there.evict(raced);
			String after = this.here.stored(raced);
			callers.forEach(Caller::told);

			assertThat(after).isNotEqualTo("version 1");
			assertThat(this.here.stored(raced)).isNotEqualTo("version 1");
		}
	}

	private boolean leaseIsHeld() {
		return this.redis.connection().sync().exists(this.here.stores().leaseName(this.key)) == 1;
	}

	/** Callers in the other JVM, all of which wait. */
	private List<Caller> waiting(int number, CachePolicy policy) {
		List<Caller> callers = new ArrayList<>();
		for (int i = 0; i < number; i++) {
			callers.add(this.there.caller(this.key, policy, this.othersModel));
		}
		callers.forEach(Caller::awaitWaiting);
		return callers;
	}

}
