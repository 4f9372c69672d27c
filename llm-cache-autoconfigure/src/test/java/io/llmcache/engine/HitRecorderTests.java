package io.llmcache.engine;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

import io.llmcache.CachePolicy;
import io.llmcache.key.CacheKey;
import io.llmcache.intercept.TestInstance;
import io.llmcache.intercept.TestPolicy;
import io.llmcache.store.Entry;
import io.llmcache.store.Reading;
import io.llmcache.store.TestKeys;
import io.llmcache.store.TestStores;
import io.llmcache.test.FakeModel;
import io.llmcache.test.Fault;
import io.llmcache.test.Seen;
import io.llmcache.test.TestRedis;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Hits that prolong the life of what is asked for often.
 */
class HitRecorderTests {

	private static final AtomicInteger NUMBERS = new AtomicInteger();

	private static final long HOT = Duration.ofMinutes(30).toMillis();

	private final TestRedis redis = TestRedis.shared();

	private final FakeModel model = new FakeModel();

	private final TestPolicy terms = new TestPolicy("hits-" + NUMBERS.incrementAndGet()).hot(8, Duration.ofMillis(HOT));

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
		assertThat(this.model.calls()).isZero();
	}

	@Test
	void hitsAreSentInStepsOfAQuarterOfTheThreshold() throws Exception {
		plant(Duration.ZERO, Duration.ofMinutes(10));

		hit(1);
		assertThat(counted()).isNull();
		hit(1);
		assertThat(counted()).isEqualTo("2");
		hit(5);
		assertThat(counted()).isEqualTo("7");
	}

	@Test
	void onceHotAnEntryIsKeptFreshAndSentOnlyWhenItsLifeHasShrunk() throws Exception {
		plant(Duration.ZERO, Duration.ofMinutes(10));

		hit(7);
		assertThat(freshLife()).isLessThan(Duration.ofMinutes(11).toMillis());
		hit(2);
		assertThat(freshLife()).isCloseTo(HOT, within(5_000L));
		String counted = counted();
		hit(50);

		assertThat(counted()).as("nine tenths of its life are left").isEqualTo(counted);
	}

	@Test
	void aHotEntryIsSentAgainOnceItsLifeHasShrunkByATenth() throws Exception {
		plant(Duration.ZERO, Duration.ofMinutes(10));
		hit(8);
		String counted = counted();
		plant(Duration.ZERO, Duration.ofMinutes(26));

		hit(3);

		assertThat(counted()).isNotEqualTo(counted);
		assertThat(freshLife()).isCloseTo(HOT, within(5_000L));
	}

	@Test
	void slidingEndsAtMaxAge() throws Exception {
		CachePolicy brief = this.terms.maxAge(Duration.ofMinutes(25)).build();
		Entry planted = plant(Duration.ofMinutes(5), Duration.ofMinutes(10));

		for (int i = 0; i < 20; i++) {
			this.instance.ask(this.key, brief, this.model);
			this.instance.hits().flush();
		}

		assertThat(entry().freshUntil()).isEqualTo(planted.started() + Duration.ofMinutes(25).toMillis());
		assertThat(life()).isCloseTo(Duration.ofMinutes(20).toMillis(), within(5_000L));
	}

	@Test
	void theStaleLifeMovesWithTheFreshOne() throws Exception {
		CachePolicy lenient = this.terms.stale(Duration.ofMinutes(3), Duration.ofMinutes(5)).build();
		plant(Duration.ZERO, Duration.ofMinutes(10));

		for (int i = 0; i < 8; i++) {
			this.instance.ask(this.key, lenient, this.model);
		}
		this.instance.hits().flush();

		assertThat(life()).isCloseTo(HOT + Duration.ofMinutes(5).toMillis(), within(5_000L));
	}

	/** About to go stale, the entry makes each of them due, however hot it is. */
	@Test
	void hitsOfManyThreadsAreSentOnceEachWhileOthersAreSent() throws Exception {
		long now = now();
		Entry entry = Entry.of(this.key, "0123456789abcdef", now, now, 1, new byte[0]);
		Call call = new Call(this.key, this.policy);
		ExecutorService threads = Executors.newFixedThreadPool(4);
		for (int thread = 0; thread < 4; thread++) {
			threads.execute(() -> {
				for (int i = 0; i < 50_000; i++) {
					this.instance.hits().record(call, entry, now);
				}
			});
		}
		threads.shutdown();
		while (!threads.isTerminated()) {
			this.instance.hits().flush();
		}
		this.instance.hits().flush();

		assertThat(counted()).isEqualTo("200000");
	}

	@Test
	void aThresholdOfZeroCountsNothing() throws Exception {
		CachePolicy never = this.terms.hot(0, Duration.ofMillis(HOT)).build();
		plant(Duration.ZERO, Duration.ofMinutes(10));

		for (int i = 0; i < 30; i++) {
			this.instance.ask(this.key, never, this.model);
		}
		this.instance.hits().flush();

		assertThat(counted()).isNull();
	}

	@Test
	void twoJvmsCountTogether() throws Exception {
		plant(Duration.ZERO, Duration.ofMinutes(10));
		try (TestInstance other = TestInstance.on(this.redis)) {
			for (int i = 0; i < 4; i++) {
				other.ask(this.key, this.policy, this.model);
			}
			other.hits().flush();
		}

		hit(4);

		assertThat(counted()).isEqualTo("8");
		assertThat(freshLife()).isCloseTo(HOT, within(5_000L));
	}

	@Test
	void aHitBeforeTheWindowDoesNotCount() throws Exception {
		Entry entry = plant(Duration.ZERO, Duration.ofMinutes(10));
		Call call = new Call(this.key, this.policy);
		long now = now();
		long later = now + this.policy.hot().window().toMillis();

		this.instance.hits().record(call, entry, now);
		this.instance.hits().record(call, entry, later);
		this.instance.hits().flush();
		assertThat(counted()).isNull();
		this.instance.hits().record(call, entry, later);
		this.instance.hits().flush();
		assertThat(counted()).isEqualTo("2");
	}

	@Test
	@Fault("S9")
	void aFloodOfKeysIsForgottenAndCountedAnew(Seen seen) throws Exception {
		Entry entry = plant(Duration.ZERO, Duration.ofMinutes(10));
		this.instance.hits().record(new Call(this.key, this.policy), entry, now());
		for (int i = 0; i < 100_000; i++) {
			CacheKey other = TestKeys.key(this.policy.cache(), "q" + i);
			this.instance.hits().record(new Call(other, this.policy), entry, now());
		}

		hit(1);
		assertThat(counted()).isNull();
		hit(1);
		assertThat(counted()).isEqualTo("2");
		seen.that("100 000 keys counted, the next ones anew");
	}

	/** And a batch of more than a thousand. */
	@Test
	@Fault("E9")
	void aLargeBatchIsCountedAndResurrectsNothing(Seen seen) throws Exception {
		for (int i = 0; i < 1_100; i++) {
			CacheKey gone = TestKeys.key(this.policy.cache(), "q" + i);
			Entry entry = Entry.of(gone, "0123456789abcdef", now(), now() + 60_000, 1, new byte[0]);
			for (int hit = 0; hit < 8; hit++) {
				this.instance.hits().record(new Call(gone, this.policy), entry, now());
			}
		}
		plant(Duration.ZERO, Duration.ofMinutes(10));

		hit(8);

		assertThat(freshLife()).isCloseTo(HOT, within(5_000L));
		assertThat(this.redis.connection().sync().keys("*:e:*")).hasSize(1);
		assertThat(this.redis.connection().sync().keys("*:h:*")).hasSize(1_101);
		seen.that("1 101 touched, 1 100 of them gone: 0 came back");
	}

	@Test
	@Fault("R10")
	void scriptsForgottenByRedisCostNothing() throws Exception {
		plant(Duration.ZERO, Duration.ofMinutes(10));
		this.redis.command("SCRIPT", "FLUSH");

		hit(8);

		assertThat(counted()).isEqualTo("8");
	}

	private void hit(int times) throws Exception {
		for (int i = 0; i < times; i++) {
			this.instance.ask(this.key, this.policy, this.model);
		}
		this.instance.hits().flush();
	}

	private Entry plant(Duration age, Duration fresh) throws Exception {
		Entry entry = Entry.of(this.key, "0123456789abcdef", now() - age.toMillis(), now() + fresh.toMillis(), 1,
				"old".getBytes(StandardCharsets.UTF_8));
		this.instance.stores().plant(this.key, entry.bytes(), fresh);
		return entry;
	}

	private long now() {
		return this.instance.stores().entries().now();
	}

	private Entry entry() throws Exception {
		return ((Reading.Present) this.instance.stores().entries().get(this.key)).entry();
	}

	private long freshLife() throws Exception {
		return entry().freshUntil() - now();
	}

	private long life() {
		return this.instance.stores().life(this.instance.stores().entryName(this.key));
	}

	private @Nullable String counted() {
		return this.redis.connection().sync().get(this.instance.stores().entryName(this.key).replace(":e:{", ":h:{"));
	}

}
