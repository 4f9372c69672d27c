package io.llmcache.store;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

import io.llmcache.key.CacheKey;
import io.llmcache.store.LeaseStore.Acquired;
import io.llmcache.store.ResponseStore.Touch;
import io.llmcache.store.ResponseStore.Touched;
import io.llmcache.test.Eventually;
import io.llmcache.test.Fault;
import io.llmcache.test.TestRedis;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/**
 * Entries in Redis.
 */
class RedisResponseStoreTests extends ResponseStoreContractTests {

	private static final TestRedis redis = TestRedis.shared();

	private static TestStores stores;

	private static TestStores elsewhere;

	@BeforeAll
	static void open() {
		stores = TestStores.on(redis);
		elsewhere = TestStores.on(redis);
	}

	@AfterAll
	static void close() {
		stores.close();
		elsewhere.close();
	}

	@BeforeEach
	void flush() {
		redis.flush();
	}

	@AfterEach
	void everyKeyEnds() {
		TestStores.assertEveryKeyEnds(redis);
	}

	@Override
	protected ResponseStore entries() {
		return stores.entries();
	}

	@Override
	protected LeaseStore leases() {
		return stores.leases();
	}

	@Override
	protected ResponseStore entriesElsewhere() {
		return elsewhere.entries();
	}

	@Override
	protected void tellElsewhere() throws StoreException {
		elsewhere.entries().refreshMarks();
	}

	@Override
	protected long life(CacheKey key) {
		return stores.life(stores.entryName(key));
	}

	/** A JVM that has just started must not serve what was cleared before. */
	@Test
	void theMarksOfACacheAreKnownBeforeItsFirstAnswer() throws StoreException {
		load(this.key, "old", Duration.ofMinutes(1));
		stores.mark(this.cache, entries().now());

		try (TestStores newcomer = TestStores.on(redis)) {
			assertThat(newcomer.entries().get(this.key)).isInstanceOf(Reading.Voided.class);
		}
	}

	@Test
	void whoReadsFirstFromAnExpectedCacheNeedNotWaitForItsMarks() throws StoreException {
		try (TestStores newcomer = TestStores.on(redis)) {
			newcomer.entries().expect(this.cache);
			long scripts = scripts();

			newcomer.entries().get(this.key);

			assertThat(scripts()).isEqualTo(scripts);
		}
	}

	@Test
	void marksOfACacheExpectedBeforeRedisIsReachedAreReadOnArrival() throws StoreException {
		stores.mark(this.cache, 1);
		try (TestStores newcomer = TestStores.notYetOn(redis)) {
			newcomer.entries().expect(this.cache);
			newcomer.link().start(Duration.ofSeconds(10));
			newcomer.link().awaitStart();
			long scripts = scripts();

			newcomer.entries().get(this.key);

			assertThat(scripts()).isEqualTo(scripts);
			assertThat(newcomer.entries().isVoid(1, this.key)).isTrue();
		}
	}

	private static long scripts() {
		return String.valueOf(redis.command("INFO", "commandstats"))
			.lines()
			.filter((line) -> line.startsWith("cmdstat_eval"))
			.mapToLong((line) -> Long.parseLong(line.replaceFirst(".*:calls=([0-9]+).*", "$1")))
			.sum();
	}

	@Test
	@Fault("E3")
	void anotherTypeUnderTheKeyIsAMissAndReplaced() throws StoreException {
		for (String write : List.of("RPUSH", "SADD", "PFADD")) {
			CacheKey spoilt = TestKeys.key(this.cache, write);
			redis.command(write, stores.entryName(spoilt), "x");
			assertThat(entries().get(spoilt)).isInstanceOf(Reading.Corrupt.class);

			load(spoilt, "healed", Duration.ofMinutes(1));

			assertThat(text(spoilt)).isEqualTo("healed");
		}
	}

	@Test
	@Fault({ "E1", "E4" })
	void foreignBytesAreAMissAndOverwritten() throws StoreException {
		for (String foreign : List.of("null", "{}", "LLM1", "x".repeat(Entry.HEADER), "x".repeat(20_000_000))) {
			stores.plant(this.key, foreign.getBytes(StandardCharsets.US_ASCII), Duration.ofMinutes(1));
			assertThat(entries().get(this.key)).isInstanceOf(Reading.Corrupt.class);

			load(this.key, "healed", Duration.ofMinutes(1));

			assertThat(text(this.key)).isEqualTo("healed");
		}
	}

	/** Nor may it keep a cache from working, let alone all of them. */
	@Test
	@Fault("E3")
	void anotherTypeUnderTheMarksHoldsNoMarksAndIsReplaced() throws StoreException {
		redis.command("RPUSH", stores.keys().marks(this.cache), "x");
		redis.command("SET", stores.keys().marks("*"), "x");
		redis.command("PEXPIRE", stores.keys().marks(this.cache), "60000");
		redis.command("PEXPIRE", stores.keys().marks("*"), "60000");
		try (TestStores newcomer = TestStores.on(redis)) {
			assertThat(newcomer.entries().get(this.key)).isSameAs(Reading.ABSENT);
			newcomer.load(this.key, token(), Duration.ofMinutes(1), Duration.ZERO, new byte[0]);

			newcomer.entries().invalidate(this.cache, null, Duration.ofMinutes(10));

			assertThat(newcomer.entries().get(this.key)).isNotInstanceOf(Reading.Present.class);
		}
	}

	@Test
	void whatIsNoTimeAmongTheMarksVoidsNothingAndStopsNothing() throws StoreException {
		redis.command("HSET", stores.keys().marks(this.cache), "*", "soon", "x", "");
		redis.command("PEXPIRE", stores.keys().marks(this.cache), "60000");
		try (TestStores newcomer = TestStores.on(redis)) {
			newcomer.load(this.key, token(), Duration.ofMinutes(1), Duration.ZERO, new byte[0]);

			assertThat(newcomer.entries().get(this.key)).isInstanceOf(Reading.Present.class);
			assertThat(newcomer.entries().isAvailable()).isTrue();
		}
	}

	/** One foreign key must not keep a whole batch from being counted. */
	@Test
	@Fault("E3")
	void anotherTypeUnderTheHitsIsReplaced() throws StoreException {
		CacheKey spoilt = TestKeys.key(this.cache, "spoilt");
		redis.command("RPUSH", stores.keys().hits(spoilt), "x");

		assertThat(entries()
			.touch(List.of(new Touch(spoilt, 2, 60_000, 10, 1, 1, 0), new Touch(this.key, 3, 60_000, 10, 1, 1, 0))))
			.containsExactly(new Touched(2, 0), new Touched(3, 0));
	}

	@Test
	@Fault("E8")
	void hitsWithoutAnEndAreGivenOne() throws StoreException {
		redis.command("SET", stores.keys().hits(this.key), "5");

		touch(this.key, 1, 10);

		assertThat(stores.life(stores.keys().hits(this.key))).isCloseTo(60_000, within(SLACK));
	}

	@Test
	@Fault("E8")
	void anEntryWithoutAnEndIsGivenOneByTheNextWrite() throws StoreException {
		load(this.key, "a", Duration.ofMinutes(1));
		redis.command("PERSIST", stores.entryName(this.key));
		touch(this.key, 10, 10);
		assertThat(life(this.key)).isCloseTo(600_000, within(SLACK));

		redis.command("PERSIST", stores.entryName(this.key));
		load(this.key, "b", Duration.ofMinutes(1));
		assertThat(life(this.key)).isCloseTo(60_000, within(SLACK));
	}

	@Test
	@Fault("E8")
	void marksWithoutAnEndAreGivenOneByTheNextClear() throws StoreException {
		redis.command("HSET", stores.keys().marks(this.cache), "x", "1");

		entries().invalidate(this.cache, null, Duration.ofMinutes(10));

		assertThat(stores.life(stores.keys().marks(this.cache))).isCloseTo(600_000, within(SLACK));
		entries().invalidate(this.cache, null, Duration.ofMinutes(1));
		assertThat(stores.life(stores.keys().marks(this.cache))).as("never shortened")
			.isCloseTo(600_000, within(SLACK));
	}

	@Test
	void theHitsOfAWindowEndWithIt() throws StoreException {
		touch(new Touch(this.key, 1, 60_000, 10, 1, 1, 0));
		long first = stores.life(stores.keys().hits(this.key));
		touch(new Touch(this.key, 1, 600_000, 10, 1, 1, 0));

		assertThat(stores.life(stores.keys().hits(this.key))).isLessThanOrEqualTo(first);
	}

	@Test
	void theSweepFreesWhatWasVoidedAndOnlyThat() throws StoreException {
		String tenant = "acme" + this.cache;
		for (int i = 0; i < 1_200; i++) {
			load(TestKeys.key(this.cache, "q" + i), "a", Duration.ofMinutes(1));
		}
		CacheKey acmes = TestKeys.key(this.cache + "-b", "q", tenant);
		CacheKey neighbours = TestKeys.key(this.cache + "-b", "q");
		load(acmes, "a", Duration.ofMinutes(1));
		load(neighbours, "a", Duration.ofMinutes(1));
		touch(acmes, 1, 10);

		entries().invalidate(this.cache + "-b", acmes.tenant(), Duration.ofMinutes(10));
		stores.awaitEnd(stores.entryName(acmes));
		assertThat(stores.exists(stores.keys().hits(acmes))).isFalse();
		assertThat(stores.exists(stores.entryName(neighbours))).isTrue();
		assertThat(redis.connection().sync().keys(stores.keys().entries(this.cache))).hasSize(1_200);

		entries().invalidate(this.cache, null, Duration.ofMinutes(10));
		Eventually.holds(() -> redis.connection().sync().keys(stores.keys().entries(this.cache)).isEmpty(),
				() -> "not swept");
		assertThat(stores.exists(stores.entryName(neighbours))).isTrue();
	}

	/** Once a second a connection would come and go, over TLS with all its ceremony. */
	@Test
	void manyHitsAndASweepTakeTheConnectionThatThereIs() throws StoreException {
		load(this.key, "a", Duration.ofMinutes(1));
		List<Touch> touches = IntStream.range(0, 120)
			.mapToObj((i) -> new Touch(TestKeys.key(this.cache, "q" + i), i + 1, 60_000, 1000, 1, 1, 0))
			.toList();
		long connections = connections();

		assertThat(entries().touch(touches)).extracting(Touched::hits)
			.containsExactlyElementsOf(LongStream.rangeClosed(1, 120).boxed().toList());
		entries().invalidate(this.cache, null, Duration.ofMinutes(10));
		stores.awaitEnd(stores.entryName(this.key));
		assertThat(connections()).isEqualTo(connections);
	}

	private static long connections() {
		return String.valueOf(redis.command("INFO", "stats"))
			.lines()
			.filter((line) -> line.startsWith("total_connections_received:"))
			.mapToLong((line) -> Long.parseLong(line.substring(line.indexOf(':') + 1)))
			.findFirst()
			.orElseThrow();
	}

	@Test
	void theSweepLeavesWhatWasLoadedSince() throws StoreException {
		List<CacheKey> older = IntStream.range(0, 30).mapToObj((i) -> TestKeys.key(this.cache, "old " + i)).toList();
		for (CacheKey old : older) {
			load(old, "old", Duration.ofMinutes(1));
		}
		CacheKey newer = TestKeys.key(this.cache, "newer");
		String token = token();
		leases().acquire(newer, token, Duration.ofSeconds(10), Reading.NO_STAMP);
		long later = entries().now() + 60_000;
		entries().store(newer, token, Entry.of(newer, token, later, later + 60_000, 1, null), Duration.ofMinutes(2));

		entries().invalidate(this.cache, null, Duration.ofMinutes(10));
		older.forEach((old) -> stores.awaitEnd(stores.entryName(old)));

		assertThat(entries().get(newer)).isInstanceOf(Reading.Present.class);
	}

	/** The next one may load, and the caller is told. */
	@Test
	@Fault("R9")
	void aFullRedisKeepsNoLease() throws StoreException {
		try (TestRedis full = TestRedis.start("--maxmemory-policy", "noeviction");
				TestStores stores = TestStores.listeningOn(full)) {
			AtomicReference<@Nullable Notice> heard = new AtomicReference<>();
			stores.onNotice(heard::set);
			String token = token();
			assertThat(stores.leases().acquire(this.key, token, Duration.ofSeconds(10), Reading.NO_STAMP))
				.isInstanceOf(Acquired.Granted.class);
			full.command("CONFIG", "SET", "maxmemory", "1");
			Entry entry = Entry.of(this.key, token, stores.entries().now(), stores.entries().now() + 1000, 1, null);

			assertThatThrownBy(() -> stores.entries().store(this.key, token, entry, Duration.ofMinutes(1)))
				.isInstanceOf(StoreException.Refused.class);

			assertThat(stores.exists(stores.leaseName(this.key))).isFalse();
			Eventually.holds(() -> heard.get() != null, () -> "nobody was woken");
			assertThat(heard.get()).isEqualTo(new Notice.Released(this.key.digest(), true));
			assertThat(stores.entries().get(this.key)).as("hits go on").isSameAs(Reading.ABSENT);
			full.command("CONFIG", "SET", "maxmemory", "0");
			stores.load(this.key, token(), Duration.ofMinutes(1), Duration.ZERO, new byte[0]);
		}
	}

	@Test
	@Fault("R10")
	void scriptsThatRedisHasForgottenAreSentAgain() throws StoreException {
		String token = token();
		forget();
		leases().acquire(this.key, token, Duration.ofSeconds(10), Reading.NO_STAMP);
		forget();
		assertThat(leases().renew(this.key, token, Duration.ofSeconds(10))).isTrue();
		forget();
		leases().release(this.key, token, false);
		forget();
		long started = leases().seize(this.key, token, Duration.ofSeconds(10));
		Entry entry = Entry.of(this.key, token, started, started + 60_000, 1, null);
		forget();
		assertThat(entries().store(this.key, token, entry, Duration.ofMinutes(1))).isTrue();
		forget();
		assertThat(touch(this.key, 10, 10)).isEqualTo(new Touched(10, 600_000));
		CacheKey other = TestKeys.key(this.cache, "other");
		load(other, "a", Duration.ofMinutes(1));
		forget();
		assertThat(evict(this.key)).isTrue();
		forget();
		elsewhere.entries().refreshMarks();
		forget();
		entries().invalidate(this.cache, null, Duration.ofMinutes(10));
		forget();
		stores.awaitEnd(stores.entryName(other));
	}

	private static void forget() {
		redis.command("SCRIPT", "FLUSH");
	}

}
