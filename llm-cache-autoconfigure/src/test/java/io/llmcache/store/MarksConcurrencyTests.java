package io.llmcache.store;

import java.util.Map;

import io.llmcache.key.CacheKey;
import io.llmcache.test.EveryOrder;
import io.llmcache.test.Fault;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.junit.jupiter.api.Test;

/**
 * Marks that are told and read at the same time, in every order in which the steps may
 * come.
 */
class MarksConcurrencyTests {

	@Test
	@Fault("S12")
	void inEveryOrderAMarkOnceKnownStaysInForce() {
		EveryOrder.explains(Clears.class, Clears.class, "add 0 | add 1 | voided", "add 1 | learn 1 | voided");
	}

	/** Clears of one cache: told, read while they are young, and asked for. */
	@Param(name = "second", gen = IntGen.class, conf = "0:3")
	public static class Clears {

		private static final long T = 1_795_000_000_000L;

		private static final CacheKey KEY = TestKeys.key("desk", "q");

		private final Marks marks = new Marks();

		@Operation
		public void add(@Param(name = "second") int second) {
			this.marks.add("desk", "*", time(second));
		}

		/** A reading that left Redis before the mark of that second was set. */
		@Operation
		public void learn(@Param(name = "second") int second) {
			this.marks.learn("desk", (second > 0) ? Map.of("*", time(second - 1)) : Map.of(), time(second));
		}

		/** All that is loaded within so many seconds is void; -1 for nothing. */
		@Operation
		public int voided() {
			int last = -1;
			for (int second = 0; second < 4; second++) {
				last = this.marks.voids(time(second), KEY) ? second : last;
			}
			return last;
		}

		/** Two seconds apart, since a mark reaches beyond itself. */
		private static long time(int second) {
			return T + 2_000L * second;
		}

	}

}
