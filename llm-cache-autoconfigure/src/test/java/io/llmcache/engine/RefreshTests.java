package io.llmcache.engine;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import io.llmcache.CacheCall;
import io.llmcache.CacheIncident;
import io.llmcache.CacheOutcome;
import io.llmcache.CachePolicy;
import io.llmcache.CachePolicy.OnDeadline;
import io.llmcache.intercept.TestInstance;
import io.llmcache.intercept.TestPolicy;
import io.llmcache.key.CacheKey;
import io.llmcache.store.Entry;
import io.llmcache.store.TestKeys;
import io.llmcache.store.TestStores;
import io.llmcache.test.Eventually;
import io.llmcache.test.FakeModel;
import io.llmcache.test.Fault;
import io.llmcache.test.TestRedis;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Stale answers that are fetched anew.
 */
class RefreshTests {

	private static final AtomicInteger NUMBERS = new AtomicInteger();

	private final TestRedis redis = TestRedis.shared();

	private final FakeModel model = new FakeModel().answerWith((prompt) -> "new");

	private final TestPolicy terms = new TestPolicy("refresh-" + NUMBERS.incrementAndGet()).stale(Duration.ofHours(1),
			Duration.ZERO);

	private final CachePolicy policy = this.terms.build();

	private final CacheKey key = TestKeys.key(this.policy.cache(), "What is a PIN?");

	private TestInstance instance;

	@BeforeEach
	void open() throws Exception {
		this.redis.flush();
		this.instance = TestInstance.on(this.redis);
		plantStale(Duration.ofMinutes(30));
	}

	/** L19 */
	@AfterEach
	void quiet() {
		this.model.release();
		this.instance.awaitQuiet();
		this.instance.close();
		TestStores.assertEveryKeyEnds(this.redis);
	}

	private void plantStale(Duration life) throws Exception {
		long now = this.instance.stores().entries().now();
		Entry stale = Entry.of(this.key, "0123456789abcdef", now - 3_600_000, now - 1_000, 100,
				"old".getBytes(StandardCharsets.UTF_8));
		this.instance.stores().plant(this.key, stale.bytes(), life);
	}

	@Test
	void oneOfManyHitsFetchesTheAnswerAnew() throws Exception {
		this.model.hold();
		for (int i = 0; i < 20; i++) {
			assertStale(ask());
		}
		this.model.awaitCalls(1);
		this.model.release();
		this.instance.awaitQuiet();

		assertThat(this.model.calls()).isEqualTo(1);
		assertThat(ask().value()).isEqualTo("new");
	}

	@Test
	void twoJvmsFetchItOnce() throws Exception {
		try (TestInstance other = TestInstance.on(this.redis)) {
			this.model.hold();
			assertStale(ask());
			this.model.awaitCalls(1);
			for (int i = 0; i < 5; i++) {
				assertStale(other.ask(this.key, this.policy, this.model));
			}
			other.awaitQuiet();
			this.model.release();
			this.instance.awaitQuiet();
			assertThat(this.model.calls()).isEqualTo(1);
			assertThat(other.ask(this.key, this.policy, this.model).outcome()).isEqualTo(CacheOutcome.EXACT_HIT);
		}
	}

	@Test
	@Fault("L15")
	void afterAFailureTheStaleAnswerStaysAndTheNextTryComesAfterAPause() throws Exception {
		this.model.failWith(new IllegalStateException());
		assertStale(ask());
		this.instance.awaitQuiet();
		for (int i = 0; i < 20; i++) {
			assertStale(ask());
		}
		assertThat(this.model.calls()).isEqualTo(1);
		assertThat(this.instance.count(this.policy, CacheIncident.REFRESH_FAILED)).isEqualTo(1);

		this.model.failWith(null);
		Eventually.holds(() -> freshAtLast(), () -> "never tried again");
		assertThat(this.model.calls()).isEqualTo(2);
	}

	/** An answer that is not stored would else be asked for at every hit. */
	@Test
	@Fault("L15")
	void afterAnAnswerThatIsNotStoredThereIsAPauseToo() throws Exception {
		this.model.answerWith((prompt) -> "unwanted");
		assertStale(ask());
		this.instance.awaitQuiet();
		for (int i = 0; i < 20; i++) {
			assertStale(ask());
		}
		this.instance.awaitQuiet();
		assertThat(this.model.calls()).isEqualTo(1);
	}

	/** The entry is never pinned by those who ask for it. */
	@Test
	@Fault("L15")
	void theStaleAnswerEndsAtItsHardEndHoweverOftenItIsAskedFor() throws Exception {
		plantStale(Duration.ofMillis(500));
		this.model.failWith(new IllegalStateException());
		long life = life();
		while (life() >= 0) {
			assertThat(life()).isLessThanOrEqualTo(life);
			try {
				assertStale(ask());
			}
			catch (IllegalStateException ex) {
				// It has ended just now.
			}
		}
		this.instance.awaitQuiet();
		this.model.failWith(null);

		assertThat(ask().outcome()).isEqualTo(CacheOutcome.MISS);
		assertThat(this.instance.stored(this.key)).isEqualTo("new");
	}

	@Test
	@Fault("L15")
	void aModelThatHangsDoesNotKeepLaterHitsFromTryingAgain() throws Exception {
		CachePolicy hasty = this.terms.loadDeadline(Duration.ofMillis(200), OnDeadline.FAIL)
			.lease(Duration.ofMillis(200))
			.build();
		this.model.hold();
		assertStale(this.instance.ask(this.key, hasty, this.model));
		this.model.awaitCalls(1);
		FakeModel sane = new FakeModel().answerWith((prompt) -> "newer");

		Eventually.holds(() -> fresh(hasty, sane), () -> "never tried again");

		assertThat(sane.calls()).isEqualTo(1);
		this.model.release();
		Eventually.holds(() -> this.instance.count(hasty, CacheIncident.FENCED) == 1, () -> "not fenced");
		assertThat(this.instance.stored(this.key)).isEqualTo("newer");
	}

	@Test
	@Fault("L5")
	void anEvictVoidsTheRefreshThatRuns() throws Exception {
		this.model.hold();
		assertStale(ask());
		this.model.awaitCalls(1);

		this.instance.evict(this.key);
		this.model.release();
		this.instance.awaitQuiet();

		assertThat(this.instance.stored(this.key)).isNull();
		assertThat(this.instance.count(this.policy, CacheIncident.FENCED)).isEqualTo(1);
	}

	@Test
	@Fault("L5")
	void aClearVoidsTheRefreshThatRuns() throws Exception {
		this.model.hold();
		assertStale(ask());
		this.model.awaitCalls(1);

		this.instance.clear(this.policy);
		this.model.release();
		this.instance.awaitQuiet();

		assertThat(this.instance.stored(this.key)).isNull();
	}

	@Test
	void aRefreshThatFindsNoThreadIsLeftToALaterHit() throws Exception {
		Call call = new Call(this.key, this.policy);
		Refresh dropped = ((Step.Hit) this.instance.cache().begin(call)).refresh();
		assertThat(((Step.Hit) this.instance.cache().begin(call)).refresh()).as("one at a time").isNull();

		Objects.requireNonNull(dropped).drop();

		assertThat(this.instance.count(this.policy, CacheIncident.REFRESH_DROPPED)).isEqualTo(1);
		assertStale(ask());
		this.instance.awaitQuiet();
		assertThat(this.instance.stored(this.key)).isEqualTo("new");
	}

	@Test
	void whatAnotherJvmHasFetchedMeanwhileIsNotFetchedAgain() throws Exception {
		Refresh late = ((Step.Hit) this.instance.cache().begin(new Call(this.key, this.policy))).refresh();
		try (TestInstance other = TestInstance.on(this.redis)) {
			assertStale(other.ask(this.key, this.policy, this.model));
			other.awaitQuiet();
		}

		assertThat(Objects.requireNonNull(late).begin()).isNull();
		assertThat(ask().outcome()).isEqualTo(CacheOutcome.EXACT_HIT);
		assertThat(this.model.calls()).isEqualTo(1);
	}

	private CacheCall<Object> ask() throws Exception {
		return this.instance.ask(this.key, this.policy, this.model);
	}

	private boolean freshAtLast() {
		return fresh(this.policy, this.model);
	}

	private boolean fresh(CachePolicy policy, FakeModel model) {
		try {
			return this.instance.ask(this.key, policy, model).outcome() == CacheOutcome.EXACT_HIT;
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private long life() {
		return this.instance.stores().life(this.instance.stores().entryName(this.key));
	}

	private static void assertStale(CacheCall<Object> call) {
		assertThat(call.outcome()).isEqualTo(CacheOutcome.STALE_HIT);
		assertThat(call.value()).isEqualTo("old");
	}

}
