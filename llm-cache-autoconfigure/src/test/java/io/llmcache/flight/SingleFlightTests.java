package io.llmcache.flight;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.llmcache.flight.SingleFlight.Joined;
import io.llmcache.key.CacheKey;
import io.llmcache.store.TestKeys;
import io.llmcache.test.Fault;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who leads and who follows in one JVM.
 */
class SingleFlightTests {

	private final SingleFlight flights = new SingleFlight();

	private final CacheKey key = TestKeys.key("desk", "What is a PIN?");

	private final ExecutorService threads = Executors.newFixedThreadPool(8);

	@AfterEach
	void shutDown() {
		this.threads.shutdownNow();
	}

	/** A few hundred times, with all threads let go at once. */
	@Test
	void exactlyOneLeads() throws Exception {
		for (int round = 0; round < 300; round++) {
			CyclicBarrier start = new CyclicBarrier(8);
			List<Future<Joined>> joining = new ArrayList<>();
			for (int i = 0; i < 8; i++) {
				joining.add(this.threads.submit(() -> {
					start.await();
					return this.flights.join(this.key);
				}));
			}
			List<Joined> joined = new ArrayList<>();
			for (Future<Joined> one : joining) {
				joined.add(one.get(10, TimeUnit.SECONDS));
			}
			Flight flight = joined.get(0).flight();
			assertThat(joined).filteredOn(Joined::leads).hasSize(1);
			assertThat(joined).allSatisfy((one) -> assertThat(one.flight()).isSameAs(flight));
			this.flights.leave(flight);
			assertThat(this.flights.size()).isZero();
		}
	}

	@Test
	void afterTheEndTheNextOneLeads() {
		Flight first = this.flights.join(this.key).flight();
		this.flights.leave(first);

		Joined second = this.flights.join(this.key);

		assertThat(second.leads()).isTrue();
		this.flights.leave(first);
		assertThat(this.flights.join(this.key).flight()).as("only its own leave ends it").isSameAs(second.flight());
	}

	@Test
	void whatIsDetachedLandsForThoseOnBoardButTakesNobodyMore() {
		Flight old = this.flights.join(this.key).flight();
		CacheKey other = TestKeys.key("shop", "q");
		Flight untouched = this.flights.join(other).flight();

		this.flights.detach((voided) -> voided.cache().equals("desk"));

		assertThat(this.flights.join(this.key).leads()).isTrue();
		assertThat(this.flights.join(other).flight()).isSameAs(untouched);
		old.land(new Landing.Unshareable());
		assertThat(landing(old)).isInstanceOf(Landing.Unshareable.class);
		this.flights.detach(other.digest());
		assertThat(this.flights.join(other).leads()).isTrue();
	}

	@Test
	void whoMayHaveMissedSomethingJoinsNoLoadButWaitsWithOthers() {
		Flight loading = this.flights.join(this.key).flight();
		loading.landBy(Duration.ofMinutes(1));
		CacheKey other = TestKeys.key("shop", "q");
		Flight waiting = this.flights.join(other).flight();

		this.flights.detachLoading();

		assertThat(this.flights.join(this.key).leads()).isTrue();
		assertThat(this.flights.join(other).flight()).isSameAs(waiting);
		assertThat(loading.landing().toCompletableFuture()).isNotDone();
	}

	@Test
	void onlyTheFirstLandingCounts() {
		Flight flight = this.flights.join(this.key).flight();

		flight.land(new Landing.Abandoned());
		flight.land(new Landing.Failed(new IllegalStateException()));

		assertThat(landing(flight)).isInstanceOf(Landing.Abandoned.class);
	}

	@Test
	@Fault("L8")
	void aFlightThatIsTooLateLandsByItself() {
		Flight flight = this.flights.join(this.key).flight();

		flight.landBy(Duration.ofMillis(1));

		assertThat(landing(flight)).isInstanceOf(Landing.Overdue.class);
	}

	@Test
	@Fault("L12")
	void theLeaderIsKnownByItsThread() throws Exception {
		Flight flight = this.flights.join(this.key).flight();

		assertThat(flight.isLedByThisThread()).isTrue();
		assertThat(this.threads.submit(flight::isLedByThisThread).get(10, TimeUnit.SECONDS)).isFalse();
	}

	private static Landing landing(Flight flight) {
		CompletableFuture<Landing> landing = flight.landing().toCompletableFuture();
		return landing.orTimeout(10, TimeUnit.SECONDS).join();
	}

}
