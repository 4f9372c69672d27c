package io.llmcache.store;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

import io.llmcache.key.CacheKey;
import io.llmcache.store.LeaseStore.Acquired;
import io.llmcache.store.ResponseStore.Touch;
import io.llmcache.store.ResponseStore.Touched;
import io.llmcache.test.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * What every response store keeps. A subclass supplies the stores of two JVMs.
 */
abstract class ResponseStoreContractTests {

	/** Time that may pass between a command and the assertion about it. */
	protected static final long SLACK = 3_000;

	/** How far a JVM's idea of the store's time may be off on a busy machine. */
	private static final long CLOCK_ERROR = 200;

	private static final AtomicInteger NUMBERS = new AtomicInteger();

	/** A cache of this test alone: what is cleared here stays out of other tests. */
	protected final String cache = "desk-" + NUMBERS.incrementAndGet();

	protected final CacheKey key = TestKeys.key(this.cache, "What is a PIN?");

	protected abstract ResponseStore entries();

	protected abstract LeaseStore leases();

	/** Entries as another JVM sees them. */
	protected abstract ResponseStore entriesElsewhere();

	/** Lets the other JVM take note of what was cleared. */
	protected abstract void tellElsewhere() throws StoreException;

	/** Milliseconds until the store drops the entry; negative when there is none. */
	protected abstract long life(CacheKey key);

	protected static String token() {
		return HexFormat.of().toHexDigits((long) NUMBERS.incrementAndGet());
	}

	@Test
	void whatIsStoredIsReadByEveryone() throws StoreException {
		assertThat(entries().get(this.key)).isSameAs(Reading.ABSENT);

		load(this.key, "A secret number.", Duration.ofMinutes(1));

		assertThat(text(this.key)).isEqualTo("A secret number.");
		assertThat(entriesElsewhere().get(this.key)).isInstanceOf(Reading.Present.class);
		assertThat(entries().get(TestKeys.key(this.cache, "What is a card?"))).isSameAs(Reading.ABSENT);
	}

	@Test
	void withoutTheLeaseNothingIsStored() throws StoreException {
		Entry entry = Entry.of(this.key, token(), entries().now(), entries().now() + 1000, 1, null);

		assertThat(entries().store(this.key, token(), entry, Duration.ofMinutes(1))).isFalse();

		assertThat(entries().get(this.key)).isSameAs(Reading.ABSENT);
	}

	@Test
	void anEntryEndsWithItsLife() throws StoreException {
		load(this.key, "a", Duration.ofMinutes(2));

		assertThat(life(this.key)).isCloseTo(120_000, within(SLACK));
	}

	@Test
	void anEvictRemovesOneEntryAndTellsWhetherThereWasOne() throws StoreException {
		CacheKey other = TestKeys.key(this.cache, "What is a card?");
		load(this.key, "a", Duration.ofMinutes(1));
		load(other, "b", Duration.ofMinutes(1));

		assertThat(evict(this.key)).isTrue();
		assertThat(evict(this.key)).isFalse();

		assertThat(entriesElsewhere().get(this.key)).isSameAs(Reading.ABSENT);
		assertThat(text(other)).isEqualTo("b");
	}

	@Test
	@Fault("L5")
	void aClearVoidsWhatIsStoredAndWhatIsBeingLoadedButNothingElse() throws StoreException {
		CacheKey elsewhere = TestKeys.key(this.cache + "-b", "What is a PIN?");
		CacheKey running = TestKeys.key(this.cache, "What is a card?");
		load(this.key, "old", Duration.ofMinutes(1));
		load(elsewhere, "b", Duration.ofMinutes(1));
		String token = token();
		long started = granted(leases().acquire(running, token, Duration.ofSeconds(10), Reading.NO_STAMP));

		entries().invalidate(this.cache, null, Duration.ofMinutes(10));
		tellElsewhere();
		store(running, token, started, "old too", Duration.ofMinutes(1));

		for (ResponseStore store : List.of(entries(), entriesElsewhere())) {
			assertThat(store.get(this.key)).isNotInstanceOf(Reading.Present.class);
			assertThat(store.get(running)).isInstanceOf(Reading.Voided.class);
			assertThat(store.get(elsewhere)).isInstanceOf(Reading.Present.class);
		}
	}

	@Test
	@Fault({ "S1", "S11" })
	void aClearOfATenantVoidsThatTenantsOnlyInAllCaches() throws StoreException {
		CacheKey acmes = TestKeys.key(this.cache, "q", "acme" + this.cache);
		CacheKey acmesToo = TestKeys.key(this.cache + "-b", "q", "acme" + this.cache);
		CacheKey others = TestKeys.key(this.cache, "q", "other");
		for (CacheKey stored : List.of(acmes, acmesToo, others, this.key)) {
			load(stored, "a", Duration.ofMinutes(1));
		}

		entries().invalidate(ResponseStore.ALL_CACHES, acmes.tenant(), Duration.ofMinutes(10));
		tellElsewhere();

		for (ResponseStore store : List.of(entries(), entriesElsewhere())) {
			assertThat(store.get(acmes)).isNotInstanceOf(Reading.Present.class);
			assertThat(store.get(acmesToo)).isNotInstanceOf(Reading.Present.class);
			assertThat(store.get(others)).isInstanceOf(Reading.Present.class);
			assertThat(store.get(this.key)).isInstanceOf(Reading.Present.class);
		}
	}

	@Test
	void clearsAddUp() throws StoreException {
		CacheKey acmes = TestKeys.key(this.cache, "q", "acme");
		CacheKey others = TestKeys.key(this.cache, "q", "other");
		load(acmes, "a", Duration.ofMinutes(1));
		load(others, "b", Duration.ofMinutes(1));

		entries().invalidate(this.cache, Objects.requireNonNull(acmes.tenant()), Duration.ofMinutes(10));
		entries().invalidate(this.cache, Objects.requireNonNull(others.tenant()), Duration.ofMinutes(10));

		assertThat(entries().get(acmes)).isNotInstanceOf(Reading.Present.class);
		assertThat(entries().get(others)).isNotInstanceOf(Reading.Present.class);
	}

	@Test
	void hitsBelowTheThresholdAreCountedOnly() throws StoreException {
		long freshUntil = load(this.key, "a", Duration.ofMinutes(1)).freshUntil();

		assertThat(touch(this.key, 4, 10)).isEqualTo(new Touched(4, 0));
		assertThat(touch(this.key, 5, 10)).isEqualTo(new Touched(9, 0));

		assertThat(present(this.key).freshUntil()).isEqualTo(freshUntil);
		assertThat(life(this.key)).isCloseTo(60_000, within(SLACK));
	}

	@Test
	void aHotEntryIsKeptFreshAndItsStaleLifeMovesWithIt() throws StoreException {
		load(this.key, "a", Duration.ofMinutes(1));

		Touched touched = touch(new Touch(this.key, 10, 60_000, 10, 600_000, 3_600_000, 30_000));

		assertThat(touched).isEqualTo(new Touched(10, 600_000));
		assertThat(present(this.key).freshUntil()).isCloseTo(entries().now() + 600_000, within(SLACK));
		assertThat(life(this.key)).isCloseTo(630_000, within(SLACK));
		assertThat(text(this.key)).isEqualTo("a");
	}

	@Test
	void slidingEndsAtTheLastMoment() throws StoreException {
		long started = load(this.key, "a", Duration.ofMinutes(1)).started();

		touch(new Touch(this.key, 10, 60_000, 10, 600_000, 120_000, 30_000));

		assertThat(present(this.key).freshUntil()).isEqualTo(started + 120_000);
		assertThat(life(this.key)).isCloseTo(120_000, within(SLACK));
	}

	@Test
	void slidingNeverShortens() throws StoreException {
		long freshUntil = load(this.key, "a", Duration.ofHours(1)).freshUntil();

		Touched touched = touch(new Touch(this.key, 10, 60_000, 10, 600_000, 7_200_000, 0));

		assertThat(touched.freshMillis()).isCloseTo(3_600_000, within(SLACK));
		assertThat(present(this.key).freshUntil()).isEqualTo(freshUntil);
		assertThat(life(this.key)).isCloseTo(3_600_000, within(SLACK));
	}

	@Test
	void aStaleEntryIsNotRevived() throws StoreException {
		String token = token();
		long started = granted(leases().acquire(this.key, token, Duration.ofSeconds(10), Reading.NO_STAMP));
		Entry stale = Entry.of(this.key, token, started, started, 1, null);
		assertThat(entries().store(this.key, token, stale, Duration.ofMinutes(1))).isTrue();

		assertThat(touch(this.key, 10, 10).freshMillis()).isLessThanOrEqualTo(0);

		assertThat(present(this.key).freshUntil()).isEqualTo(started);
	}

	@Test
	@Fault("E9")
	void whatHasExpiredIsNotResurrected() throws StoreException {
		assertThat(touch(this.key, 10, 10)).isEqualTo(new Touched(10, -1));

		assertThat(entries().get(this.key)).isSameAs(Reading.ABSENT);
		assertThat(life(this.key)).isNegative();
	}

	@Test
	void eachTouchOfABatchHasItsAnswerInOrder() throws StoreException {
		load(this.key, "a", Duration.ofMinutes(1));
		CacheKey gone = TestKeys.key(this.cache, "gone");

		List<Touched> touched = entries().touch(List.of(new Touch(gone, 20, 60_000, 10, 600_000, 3_600_000, 0),
				new Touch(this.key, 3, 60_000, 10, 600_000, 3_600_000, 0),
				new Touch(this.key, 7, 60_000, 10, 600_000, 3_600_000, 0)));

		assertThat(touched).containsExactly(new Touched(20, -1), new Touched(3, 0), new Touched(10, 600_000));
		assertThat(entries().touch(List.of())).isEmpty();
	}

	/** Never backwards, never beyond max-age, the hard end never before the soft one. */
	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4 })
	void noSequenceOfTouchesLeavesTheBounds(long seed) throws StoreException {
		Random random = new Random(seed);
		for (int round = 0; round < 10; round++) {
			CacheKey slid = TestKeys.key(this.cache, seed + "/" + round);
			long maxAge = 1_000_000 + random.nextInt(1_000_000);
			long stale = random.nextInt(3) * 50_000L;
			Entry entry = load(slid, "a", Duration.ofMillis(Math.min(maxAge, 100_000 + random.nextInt(1_000_000))));
			long last = entry.started() + maxAge;
			long fresh = entry.freshUntil();
			long end = life(slid);
			for (int i = 0; i < 15; i++) {
				touch(new Touch(slid, 1 + random.nextInt(9), 60_000, 1 + random.nextInt(20), random.nextInt(2_000_000),
						maxAge, stale));
				long moved = present(slid).freshUntil();
				long before = entries().now();
				long life = life(slid);
				long after = entries().now();
				assertThat(moved).isBetween(fresh, last);
				assertThat(life).isGreaterThanOrEqualTo(end - SLACK);
				assertThat(before + life).isLessThanOrEqualTo(last + CLOCK_ERROR);
				assertThat(after + life).isGreaterThanOrEqualTo(moved - CLOCK_ERROR);
				fresh = moved;
				end = life;
			}
			assertThat(text(slid)).isEqualTo("a");
		}
	}

	protected final Entry load(CacheKey key, String answer, Duration life) throws StoreException {
		String token = token();
		long started = granted(
				leases().acquire(key, token, Duration.ofSeconds(10), entriesElsewhere().get(key).stamp()));
		return store(key, token, started, answer, life);
	}

	private Entry store(CacheKey key, String token, long started, String answer, Duration life) throws StoreException {
		Entry entry = Entry.of(key, token, started, started + life.toMillis(), 1,
				answer.getBytes(StandardCharsets.UTF_8));
		assertThat(entries().store(key, token, entry, life)).isTrue();
		return entry;
	}

	private static long granted(Acquired acquired) {
		assertThat(acquired).isInstanceOf(Acquired.Granted.class);
		return ((Acquired.Granted) acquired).started();
	}

	protected final boolean evict(CacheKey key) throws StoreException {
		return entries().evict(key.cache(), key.version(), key.digest());
	}

	protected final Touched touch(CacheKey key, int hits, int threshold) throws StoreException {
		return touch(new Touch(key, hits, 60_000, threshold, 600_000, 3_600_000, 0));
	}

	protected final Touched touch(Touch touch) throws StoreException {
		return entries().touch(List.of(touch)).get(0);
	}

	protected final Entry present(CacheKey key) throws StoreException {
		Reading reading = entries().get(key);
		assertThat(reading).isInstanceOf(Reading.Present.class);
		return ((Reading.Present) reading).entry();
	}

	protected final String text(CacheKey key) throws StoreException {
		byte[] bytes = present(key).bytes();
		return new String(Arrays.copyOfRange(bytes, Entry.HEADER, bytes.length), StandardCharsets.UTF_8);
	}

}
