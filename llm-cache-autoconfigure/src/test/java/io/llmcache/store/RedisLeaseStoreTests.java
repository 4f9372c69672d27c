package io.llmcache.store;

import java.time.Duration;

import io.llmcache.key.CacheKey;
import io.llmcache.store.LeaseStore.Acquired;
import io.llmcache.test.Fault;
import io.llmcache.test.TestRedis;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Leases in Redis.
 */
class RedisLeaseStoreTests extends LeaseStoreContractTests {

	private static final TestRedis redis = TestRedis.shared();

	private static TestStores stores;

	@BeforeAll
	static void open() {
		stores = TestStores.on(redis);
	}

	@BeforeEach
	void flush() {
		redis.flush();
	}

	@AfterAll
	static void close() {
		stores.close();
	}

	@AfterEach
	void everyKeyEnds() {
		TestStores.assertEveryKeyEnds(redis);
	}

	@Override
	protected LeaseStore leases() {
		return stores.leases();
	}

	@Override
	protected ResponseStore entries() {
		return stores.entries();
	}

	@Override
	protected void expire(CacheKey key) {
		redis.command("DEL", stores.leaseName(key));
	}

	@Test
	void aLeaseEndsByItself() throws StoreException {
		leases().acquire(this.key, token(1), Duration.ofMillis(1), Reading.NO_STAMP);
		stores.awaitEnd(stores.leaseName(this.key));

		assertThat(leases().renew(this.key, token(1), LIFE)).isFalse();
	}

	/** Somebody has taken its life off, or has put something else there. */
	@Test
	@Fault("E8")
	void aLeaseThatWouldNeverEndIsGivenAnEnd() throws StoreException {
		redis.command("SET", stores.leaseName(this.key), "for ever");
		assertHeldForAWhile();

		CacheKey other = TestKeys.key("leases", "a list");
		redis.command("RPUSH", stores.leaseName(other), "for ever");
		assertThat(leases().acquire(other, token(1), Duration.ofMillis(1), Reading.NO_STAMP))
			.isInstanceOf(Acquired.Held.class);
		stores.awaitEnd(stores.leaseName(other));
	}

	private void assertHeldForAWhile() throws StoreException {
		assertThat(leases().acquire(this.key, token(1), LIFE, Reading.NO_STAMP))
			.isInstanceOfSatisfying(Acquired.Held.class, (held) -> assertThat(held.left()).isEqualTo(LIFE));
		assertThat(stores.life(stores.leaseName(this.key))).isBetween(1L, LIFE.toMillis());
	}

	@Test
	@Fault("E3")
	void anotherTypeUnderTheKeyOfTheEntryIsOutOfTheWay() throws StoreException {
		redis.command("RPUSH", stores.entryName(this.key), "a", "list");
		Reading read = entries().get(this.key);
		assertThat(read).isInstanceOf(Reading.Corrupt.class);

		assertThat(leases().acquire(this.key, token(1), LIFE, read.stamp())).isInstanceOf(Acquired.Granted.class);

		assertThat(stores.exists(stores.entryName(this.key))).isFalse();
	}

	/** Damaged bytes are looked past once they were seen. */
	@Test
	@Fault("E1")
	void foreignBytesUnderTheKeyOfTheEntryDoNotStopTheAcquirer() throws StoreException {
		for (String foreign : new String[] { "", "x", "12345", "null", "{\"answer\":\"no entry of ours at all\"}" }) {
			redis.command("SET", stores.entryName(this.key), foreign, "PX", "60000");
			Reading read = entries().get(this.key);
			assertThat(read).as(foreign).isInstanceOf(Reading.Corrupt.class);
			assertThat(leases().acquire(this.key, token(1), LIFE, read.stamp())).as(foreign)
				.isInstanceOf(Acquired.Granted.class);
			leases().release(this.key, token(1), false);
		}
	}

}
