package io.llmcache.flight;

import java.util.concurrent.CompletableFuture;

import io.llmcache.flight.WakeUps.WakeUp;
import io.llmcache.key.Digest;
import io.llmcache.store.TestKeys;
import io.llmcache.test.EveryOrder;
import io.llmcache.test.Fault;
import org.jetbrains.lincheck.datastructures.BooleanGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Notices that come while somebody begins to wait for them, in every order in which the
 * steps may come.
 */
class WakeUpsConcurrencyTests {

	@Test
	@Fault("L19")
	void inEveryOrderANoticeWakesWhoWaitedBeforeItAndNobodyElse() {
		EveryOrder.explains(Waiters.class, OneByOne.class, "expect 1 | expect 2, wake true | look 1, look 2",
				"expect 1 | wake false, expect 2, look 2 | look 1");
	}

	/** Leaders that wait for one digest, each for the last signal it has asked for. */
	@Param(name = "thread", gen = ThreadIdGen.class)
	public static class Waiters {

		private static final Digest DIGEST = TestKeys.digest("x");

		private final WakeUps wakeUps = new WakeUps();

		private final @Nullable CompletableFuture<WakeUp>[] signals = signals();

		@SuppressWarnings("unchecked")
		private static @Nullable CompletableFuture<WakeUp>[] signals() {
			return new CompletableFuture[5];
		}

		@Operation
		public void expect(@Param(name = "thread") int thread) {
			this.signals[thread] = this.wakeUps.expect(DIGEST);
		}

		@Operation
		public void wake(@Param(gen = BooleanGen.class) boolean waitAgain) {
			this.wakeUps.wake(DIGEST, waitAgain);
		}

		@Operation
		public @Nullable String look(@Param(name = "thread") int thread) {
			CompletableFuture<WakeUp> signal = this.signals[thread];
			return (signal != null) ? String.valueOf(signal.getNow(null)) : null;
		}

		@Validate
		public void nothingIsLeft() {
			for (CompletableFuture<WakeUp> signal : this.signals) {
				if (signal != null) {
					signal.complete(WakeUp.LOOK);
				}
			}
			if (this.wakeUps.size() != 0) {
				throw new IllegalStateException("A signal is left");
			}
		}

	}

	/** The same, where nothing happens at the same time. */
	public static class OneByOne {

		private final @Nullable Signal[] signals = new @Nullable Signal[5];

		private @Nullable Signal expected;

		public void expect(int thread) {
			if (this.expected == null) {
				this.expected = new Signal();
			}
			this.signals[thread] = this.expected;
		}

		public void wake(boolean waitAgain) {
			if (this.expected != null) {
				this.expected.wakeUp = waitAgain ? WakeUp.LOOK : WakeUp.GO;
				this.expected = null;
			}
		}

		public @Nullable String look(int thread) {
			Signal signal = this.signals[thread];
			return (signal != null) ? String.valueOf(signal.wakeUp) : null;
		}

	}

	private static final class Signal {

		private @Nullable WakeUp wakeUp;

	}

}
