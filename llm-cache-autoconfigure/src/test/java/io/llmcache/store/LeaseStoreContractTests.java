package io.llmcache.store;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

import io.llmcache.key.CacheKey;
import io.llmcache.store.LeaseStore.Acquired;
import io.llmcache.test.Fault;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every lease store keeps. A subclass supplies the stores.
 */
abstract class LeaseStoreContractTests {

	protected static final Duration LIFE = Duration.ofSeconds(10);

	private static final AtomicInteger NUMBERS = new AtomicInteger();

	protected final CacheKey key = freshKey();

	protected abstract LeaseStore leases();

	/** Where the holders of leases store. */
	protected abstract ResponseStore entries();

	/** Ends the lease of a key as time would. */
	protected abstract void expire(CacheKey key);

	private static CacheKey freshKey() {
		return TestKeys.key("leases", "question " + NUMBERS.incrementAndGet());
	}

	protected static String token(long number) {
		return HexFormat.of().toHexDigits(number);
	}

	@Test
	void aFreeLeaseIsGrantedAndTellsTheTimeOfTheStore() throws StoreException {
		Acquired acquired = acquire(token(1));

		assertThat(acquired).isInstanceOfSatisfying(Acquired.Granted.class,
				(granted) -> assertThat(entries().now()).isBetween(granted.started() - 1, granted.started() + 5_000));
	}

	@Test
	void aHeldLeaseTellsHowLongItLasts() throws StoreException {
		acquire(token(1));

		assertThat(acquire(token(2))).isInstanceOfSatisfying(Acquired.Held.class,
				(held) -> assertThat(held.left()).isPositive().isLessThanOrEqualTo(LIFE));
	}

	@Test
	void leasesOfDifferentDigestsAreIndependent() throws StoreException {
		acquire(token(1));

		assertThat(leases().acquire(freshKey(), token(2), LIFE, Reading.NO_STAMP)).isInstanceOf(Acquired.Granted.class);
	}

	@Test
	void theHolderAloneRenews() throws StoreException {
		leases().acquire(this.key, token(1), Duration.ofSeconds(2), Reading.NO_STAMP);

		assertThat(leases().renew(this.key, token(2), LIFE)).isFalse();
		assertThat(left()).isLessThanOrEqualTo(Duration.ofSeconds(2));
		assertThat(leases().renew(this.key, token(1), LIFE)).isTrue();
		assertThat(left()).isGreaterThan(Duration.ofSeconds(2));
	}

	@Test
	void aReleasedLeaseIsFree() throws StoreException {
		acquire(token(1));

		leases().release(this.key, token(1), true);

		assertThat(acquire(token(2))).isInstanceOf(Acquired.Granted.class);
	}

	@Test
	@Fault("L3")
	void aLateHolderFreesNothingOfTheNext() throws StoreException {
		acquire(token(1));
		expire(this.key);
		acquire(token(2));

		leases().release(this.key, token(1), false);

		assertThat(acquire(token(3))).isInstanceOf(Acquired.Held.class);
		assertThat(leases().renew(this.key, token(2), LIFE)).isTrue();
	}

	@Test
	@Fault({ "L2", "L4" })
	void aLateHolderCanNeitherRenewNorStoreAndTheSecondHoldersValueStays() throws StoreException {
		long first = granted(acquire(token(1)));
		expire(this.key);
		long second = granted(acquire(token(2)));

		assertThat(leases().renew(this.key, token(1), LIFE)).isFalse();
		assertThat(store(token(1), first)).isFalse();
		assertThat(entries().get(this.key)).isInstanceOf(Reading.Absent.class);
		assertThat(store(token(2), second)).isTrue();
		assertThat(store(token(1), first)).isFalse();
		assertThat(stored()).isEqualTo(token(2));
	}

	@Test
	void aHolderWithoutASuccessorCannotStoreEither() throws StoreException {
		long started = granted(acquire(token(1)));
		expire(this.key);

		assertThat(store(token(1), started)).isFalse();
		assertThat(entries().get(this.key)).isInstanceOf(Reading.Absent.class);
	}

	@Test
	void storingFreesTheLease() throws StoreException {
		store(token(1), granted(acquire(token(1))));

		assertThat(leases().renew(this.key, token(1), LIFE)).isFalse();
		assertThat(leases().acquire(this.key, token(2), LIFE, stamp(token(1)))).isInstanceOf(Acquired.Granted.class);
	}

	/** Between its read and its claim the former holder has stored. */
	@Test
	void aLateAcquirerGetsWhatWasStoredMeanwhile() throws StoreException {
		Reading read = entries().get(this.key);
		store(token(1), granted(acquire(token(1))));

		Acquired acquired = leases().acquire(this.key, token(2), LIFE, read.stamp());

		assertThat(acquired).isInstanceOf(Acquired.Newer.class);
		assertThat(((Acquired.Newer) acquired).reading()).isInstanceOfSatisfying(Reading.Present.class,
				(present) -> assertThat(present.stamp()).isEqualTo(stamp(token(1))));
		assertThat(leases().acquire(this.key, token(3), LIFE, stamp(token(1)))).as("nobody has the lease")
			.isInstanceOf(Acquired.Granted.class);
	}

	@Test
	void whatTheAcquirerHasSeenDoesNotStopIt() throws StoreException {
		store(token(1), granted(acquire(token(1))));

		assertThat(leases().acquire(this.key, token(2), LIFE, entries().get(this.key).stamp()))
			.isInstanceOf(Acquired.Granted.class);
		expire(this.key);
		assertThat(leases().acquire(this.key, token(3), LIFE, stamp(token(99)))).isInstanceOfSatisfying(
				Acquired.Newer.class, (newer) -> assertThat(newer.reading().stamp()).isEqualTo(stamp(token(1))));
	}

	@Test
	void whoSeizesTheLeaseFencesItsHolder() throws StoreException {
		long first = granted(acquire(token(1)));

		long second = leases().seize(this.key, token(2), LIFE);

		assertThat(second).isGreaterThanOrEqualTo(first);
		assertThat(leases().renew(this.key, token(1), LIFE)).isFalse();
		assertThat(store(token(1), first)).isFalse();
		assertThat(store(token(2), second)).isTrue();
		assertThat(stored()).isEqualTo(token(2));
	}

	@Test
	@Fault("L5")
	void anEvictFencesTheLoadThatRuns() throws StoreException {
		long started = granted(acquire(token(1)));

		entries().evict(this.key.cache(), this.key.version(), this.key.digest());

		assertThat(store(token(1), started)).isFalse();
		assertThat(leases().renew(this.key, token(1), LIFE)).isFalse();
		assertThat(acquire(token(2))).isInstanceOf(Acquired.Granted.class);
	}

	/** Anything in any order, against the one-page truth of {@link Truth}. */
	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4, 5, 6, 7, 8, 9, 10 })
	void noOrderOfEventsBreaksTheRules(long seed) throws StoreException {
		Random random = new Random(seed);
		for (int round = 0; round < 20; round++) {
			new Truth(freshKey()).live(random, 30);
		}
	}

	private Acquired acquire(String token) throws StoreException {
		return leases().acquire(this.key, token, LIFE, entries().get(this.key).stamp());
	}

	private Duration left() throws StoreException {
		return ((Acquired.Held) acquire(token(77))).left();
	}

	private boolean store(String token, long started) throws StoreException {
		return store(this.key, token, started);
	}

	private boolean store(CacheKey key, String token, long started) throws StoreException {
		Entry entry = Entry.of(key, token, started, started + 60_000, 1, stamp(token));
		return entries().store(key, token, entry, Duration.ofMinutes(1));
	}

	private String stored() throws StoreException {
		return new String(entries().get(this.key).stamp(), StandardCharsets.US_ASCII);
	}

	private static byte[] stamp(String token) {
		return token.getBytes(StandardCharsets.US_ASCII);
	}

	private static long granted(Acquired acquired) {
		assertThat(acquired).isInstanceOf(Acquired.Granted.class);
		return ((Acquired.Granted) acquired).started();
	}

	/**
	 * Who holds the lease and what is stored, as it should be.
	 */
	private final class Truth {

		private final CacheKey key;

		private final Map<String, Long> granted = new HashMap<>();

		private @Nullable String holder;

		private byte[] stored = Reading.NO_STAMP;

		private byte[] seen = Reading.NO_STAMP;

		private int tokens;

		Truth(CacheKey key) {
			this.key = key;
		}

		void live(Random random, int events) throws StoreException {
			for (int i = 0; i < events; i++) {
				switch (random.nextInt(8)) {
					case 0, 1 -> acquire();
					case 2 -> assertThat(leases().renew(this.key, someone(random), LIFE)).isEqualTo(isHeldBySomeone());
					case 3 -> release(random);
					case 4, 5 -> store(random);
					case 6 -> expireOrEvict(random);
					default -> this.seen = look();
				}
				assertThat(look()).isEqualTo(this.stored);
			}
			assertThat(leases().renew(this.key, String.valueOf(this.holder), LIFE)).isEqualTo(this.holder != null);
		}

		private String last = "";

		/** The holder or one of the former ones. */
		private String someone(Random random) {
			boolean really = this.holder != null && random.nextBoolean();
			this.last = really ? String.valueOf(this.holder) : token(1 + random.nextInt(this.tokens + 1));
			return this.last;
		}

		private boolean isHeldBySomeone() {
			return this.last.equals(this.holder);
		}

		private byte[] look() throws StoreException {
			return entries().get(this.key).stamp();
		}

		private void acquire() throws StoreException {
			String token = token(++this.tokens);
			Acquired acquired = leases().acquire(this.key, token, LIFE, this.seen);
			if (this.stored.length > 0 && !Arrays.equals(this.seen, this.stored)) {
				assertThat(acquired).isInstanceOf(Acquired.Newer.class);
			}
			else if (this.holder != null) {
				assertThat(acquired).isInstanceOf(Acquired.Held.class);
			}
			else {
				this.granted.put(token, granted(acquired));
				this.holder = token;
			}
		}

		private void release(Random random) throws StoreException {
			leases().release(this.key, someone(random), random.nextBoolean());
			if (isHeldBySomeone()) {
				this.holder = null;
			}
		}

		private void store(Random random) throws StoreException {
			String token = someone(random);
			boolean may = isHeldBySomeone();
			assertThat(LeaseStoreContractTests.this.store(this.key, token,
					this.granted.getOrDefault(token, entries().now())))
				.isEqualTo(may);
			if (may) {
				this.stored = stamp(token);
				this.holder = null;
			}
		}

		private void expireOrEvict(Random random) throws StoreException {
			if (random.nextBoolean()) {
				expire(this.key);
			}
			else {
				assertThat(entries().evict(this.key.cache(), this.key.version(), this.key.digest()))
					.isEqualTo(this.stored.length > 0);
				this.stored = Reading.NO_STAMP;
			}
			this.holder = null;
		}

	}

}
