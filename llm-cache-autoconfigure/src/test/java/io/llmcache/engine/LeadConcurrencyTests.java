package io.llmcache.engine;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;

import io.llmcache.CacheIncident;
import io.llmcache.CachePolicy;
import io.llmcache.WriteOutcome;
import io.llmcache.engine.Lead.Grounds;
import io.llmcache.flight.Flight;
import io.llmcache.flight.Landing;
import io.llmcache.flight.SingleFlight;
import io.llmcache.intercept.TestPolicy;
import io.llmcache.key.CacheKey;
import io.llmcache.store.Entry;
import io.llmcache.store.ResponseStore;
import io.llmcache.store.TestKeys;
import io.llmcache.test.EveryOrder;
import io.llmcache.test.Fault;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/**
 * A load that ends in several ways at once, as an asynchronous one may, in every order in
 * which the steps may come.
 */
class LeadConcurrencyTests {

	@Test
	@Fault({ "L10", "L11", "L19" })
	void inEveryOrderOneEndCounts() {
		EveryOrder.explains(Ends.class, OneByOne.class, "done | failed |", "failed | abandoned |");
	}

	/** The ends of one load without Redis, with an old answer to stand in. */
	public static class Ends {

		private static final CacheKey KEY = TestKeys.key("desk", "q");

		private static final CachePolicy POLICY = new TestPolicy("desk").build();

		private static final Entry OLD = Entry.of(KEY, "0".repeat(Entry.STAMP_LENGTH), 0, 0, 0, new byte[0]);

		private static final ResponseStore UNASKED = (ResponseStore) Proxy.newProxyInstance(
				ResponseStore.class.getClassLoader(), new Class<?>[] { ResponseStore.class },
				(proxy, method, arguments) -> {
					throw new IllegalStateException("Without a lease the store is not asked");
				});

		private final SingleFlight flights = new SingleFlight();

		private final Flight flight = this.flights.join(KEY).flight();

		private final CacheEvents events = new CacheEvents(List.of());

		private final Lead lead = new Lead(new Call(KEY, POLICY), UNASKED, this.flights,
				new Paraphrases(() -> null, UNASKED, this.events, Runnable::run), this.events,
				new Grounds(null, this.flight, null, OLD, null, Gist.NONE));

		@Operation
		public boolean done() {
			return this.lead.done(new Answer(new byte[0], Answer.Use.STORE, Duration.ZERO)) != WriteOutcome.FENCED;
		}

		@Operation
		public boolean failed() {
			return this.lead.failed(new IllegalStateException(), Duration.ZERO) != null;
		}

		@Operation
		public void abandoned() {
			this.lead.abandoned();
		}

		@Validate
		public void whoWaitsHasTheEndThatCounts() {
			Landing landing = this.flight.landing().toCompletableFuture().getNow(null);
			long ends = this.events.stats("desk").loads() + this.events.stats("desk").count(CacheIncident.ABANDONED);
			if (ends > 1 || (ends == 1) == (landing == null)) {
				throw new IllegalStateException(ends + " ends, and " + landing);
			}
			if (this.flights.size() != 1 - ends) {
				throw new IllegalStateException(this.flights.size() + " flights after " + ends + " ends");
			}
		}

	}

	/** The same, where nothing happens at the same time. */
	public static class OneByOne {

		private boolean ended;

		public boolean done() {
			boolean first = !this.ended;
			this.ended = true;
			return first;
		}

		public boolean failed() {
			return done();
		}

		public void abandoned() {
			done();
		}

	}

}
