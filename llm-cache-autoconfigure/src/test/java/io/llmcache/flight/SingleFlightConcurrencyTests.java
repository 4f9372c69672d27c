package io.llmcache.flight;

import java.util.HashMap;
import java.util.Map;

import io.llmcache.key.CacheKey;
import io.llmcache.key.Digest;
import io.llmcache.store.TestKeys;
import io.llmcache.test.EveryOrder;
import io.llmcache.test.Fault;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What callers of one JVM see of each other's flights, in every order in which their
 * steps may come.
 */
class SingleFlightConcurrencyTests {

	@Test
	@Fault("L19")
	void inEveryOrderThereIsOneFlightToJoinAndOneWhoLeadsIt() {
		EveryOrder.explains(Callers.class, OneByOne.class, "join 1 0 | join 2 0 |",
				"join 1 0, leave 1 0 | detach 0, join 2 0 | join 1 0");
	}

	/**
	 * Callers that join, leave and void. A flight is known by the prompt of its key,
	 * which does not count for the digest: thread and number of its leader's call.
	 */
	@Param(name = "thread", gen = ThreadIdGen.class)
	@Param(name = "question", gen = IntGen.class, conf = "0:1")
	public static class Callers {

		private static final Digest[] DIGESTS = { TestKeys.digest("a"), TestKeys.digest("b") };

		private final SingleFlight flights = new SingleFlight();

		private final @Nullable Flight[][] led = new @Nullable Flight[5][2];

		private final int[] calls = new int[5];

		@Operation
		public String join(@Param(name = "thread") int thread, @Param(name = "question") int question) {
			Digest digest = DIGESTS[question];
			String name = thread + "." + this.calls[thread]++;
			SingleFlight.Joined joined = this.flights.join(new CacheKey("desk", "v1", digest, digest, null, name));
			if (joined.leads()) {
				this.led[thread][question] = joined.flight();
			}
			return (joined.leads() ? "leads " : "follows ") + joined.flight().key().prompt();
		}

		@Operation
		public void leave(@Param(name = "thread") int thread, @Param(name = "question") int question) {
			Flight flight = this.led[thread][question];
			if (flight != null) {
				this.flights.leave(flight);
			}
		}

		@Operation
		public void detach(@Param(name = "question") int question) {
			this.flights.detach(DIGESTS[question]);
		}

		@Operation
		public void detachAll() {
			this.flights.detach((key) -> true);
		}

		@Validate
		public void nothingIsLeft() {
			for (@Nullable
			Flight[] flights : this.led) {
				for (Flight flight : flights) {
					if (flight != null) {
						this.flights.leave(flight);
					}
				}
			}
			if (this.flights.size() != 0) {
				throw new IllegalStateException(this.flights.size() + " flights are left");
			}
		}

	}

	/** The same, where nothing happens at the same time. */
	public static class OneByOne {

		private final Map<Integer, String> flights = new HashMap<>();

		private final Map<String, String> led = new HashMap<>();

		private final int[] calls = new int[5];

		public String join(int thread, int question) {
			String name = thread + "." + this.calls[thread]++;
			String under = this.flights.putIfAbsent(question, name);
			if (under != null) {
				return "follows " + under;
			}
			this.led.put(thread + "/" + question, name);
			return "leads " + name;
		}

		public void leave(int thread, int question) {
			String flight = this.led.get(thread + "/" + question);
			if (flight != null) {
				this.flights.remove(question, flight);
			}
		}

		public void detach(int question) {
			this.flights.remove(question);
		}

		public void detachAll() {
			this.flights.clear();
		}

	}

}
