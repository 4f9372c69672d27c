package io.llmcache.flight;

import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;

import io.llmcache.key.CacheKey;
import io.llmcache.store.Reading;
import io.llmcache.store.StoreException;
import io.llmcache.store.TestKeys;
import io.llmcache.store.TestStores;
import io.llmcache.test.Eventually;
import io.llmcache.test.Fault;
import io.llmcache.test.TestRedis;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The renewal of a lease.
 */
class LeaseTests {

	private static final String TOKEN = "0123456789abcdef";

	private static final Duration LIFE = Duration.ofMillis(600);

	private static final TestRedis redis = TestRedis.shared();

	private static TestStores stores;

	private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);

	private final AtomicInteger losses = new AtomicInteger();

	private final CacheKey key = TestKeys.key("lease-tests", "q");

	@BeforeAll
	static void open() {
		stores = TestStores.on(redis);
	}

	@AfterAll
	static void close() {
		stores.close();
	}

	LeaseTests() {
		this.timer.setRemoveOnCancelPolicy(true);
	}

	@BeforeEach
	void flush() {
		redis.flush();
	}

	@AfterEach
	void nothingIsLeftToDo() {
		assertThat(this.timer.getQueue()).isEmpty();
		this.timer.shutdownNow();
	}

	@Test
	void isRenewedUntilItIsReleased() throws Exception {
		Lease lease = lease(Duration.ofMinutes(1));
		Thread.sleep(2 * LIFE.toMillis());
		assertThat(stores.exists(name())).isTrue();

		lease.release(true);

		assertThat(stores.exists(name())).isFalse();
		assertThat(this.losses).hasValue(0);
	}

	@Test
	@Fault("L8")
	void isNotRenewedBeyondTheDeadline() throws Exception {
		lease(Duration.ofMillis(1));

		stores.awaitEnd(name());
		Eventually.holds(() -> this.timer.getQueue().isEmpty(), () -> "still renewed");

		assertThat(this.losses).hasValue(0);
	}

	@Test
	@Fault("L4")
	void itsLossIsToldOnceAndEndsTheRenewal() throws Exception {
		lease(Duration.ofMinutes(1));

		redis.command("SET", name(), "another", "PX", "60000");

		Eventually.holds(() -> this.losses.get() == 1, () -> "not told");
		Eventually.holds(() -> this.timer.getQueue().isEmpty(), () -> "still renewed");
		assertThat(redis.command("GET", name())).isEqualTo("another");
	}

	@Test
	void whatHasEndedIsNotRenewed() throws Exception {
		Lease lease = lease(Duration.ofMinutes(1));

		assertThat(lease.end()).isTrue();
		assertThat(lease.end()).isFalse();

		stores.awaitEnd(name());
		assertThat(this.losses).hasValue(0);
	}

	@Test
	void whatEndsBeforeItsRenewalBeginsIsNotRenewed() throws Exception {
		Lease lease = granted(Duration.ofMinutes(1));
		lease.end();

		lease.keep(this.timer);

		assertThat(this.timer.getQueue()).isEmpty();
	}

	@Test
	@Fault("L3")
	void aLateReleaseFreesNothingOfTheNext() throws Exception {
		Lease lease = lease(Duration.ofMinutes(1));
		redis.command("SET", name(), "another", "PX", "60000");

		lease.release(true);

		assertThat(redis.command("GET", name())).isEqualTo("another");
	}

	private Lease lease(Duration deadline) throws StoreException {
		Lease lease = granted(deadline);
		lease.keep(this.timer);
		return lease;
	}

	private Lease granted(Duration deadline) throws StoreException {
		stores.leases().acquire(this.key, TOKEN, LIFE, Reading.NO_STAMP);
		return new Lease(stores.leases(), this.key, TOKEN, stores.entries().now(), LIFE, deadline,
				this.losses::incrementAndGet);
	}

	private String name() {
		return stores.leaseName(this.key);
	}

}
