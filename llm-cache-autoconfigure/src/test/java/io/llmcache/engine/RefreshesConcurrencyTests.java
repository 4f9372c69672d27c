package io.llmcache.engine;

import java.time.Duration;

import io.llmcache.key.Digest;
import io.llmcache.store.TestKeys;
import io.llmcache.test.EveryOrder;
import io.llmcache.test.Fault;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.ThreadIdGen;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/**
 * Stale hits that all want to fetch the answer anew, in every order in which their steps
 * may come.
 */
class RefreshesConcurrencyTests {

	@Test
	@Fault({ "L15", "L19" })
	void inEveryOrderOneRefreshesAndNobodyDuringThePause() {
		EveryOrder.explains(Hits.class, OneByOne.class, "claim 1, fail 1 | claim 2 | claim 1");
	}

	/** Threads that claim the refresh of one digest and end it, well or not. */
	@Param(name = "thread", gen = ThreadIdGen.class)
	public static class Hits {

		private static final Digest DIGEST = TestKeys.digest("x");

		private final Refreshes refreshes = new Refreshes(Duration.ofHours(1));

		private final boolean[] claimed = new boolean[5];

		@Operation
		public boolean claim(@Param(name = "thread") int thread) {
			boolean mine = this.refreshes.claim(DIGEST);
			this.claimed[thread] |= mine;
			return mine;
		}

		@Operation
		public void succeed(@Param(name = "thread") int thread) {
			if (this.claimed[thread]) {
				this.claimed[thread] = false;
				this.refreshes.release(DIGEST);
			}
		}

		@Operation
		public void fail(@Param(name = "thread") int thread) {
			if (this.claimed[thread]) {
				this.claimed[thread] = false;
				this.refreshes.pause(DIGEST);
			}
		}

		@Validate
		public void nothingIsLeft() {
			boolean running = false;
			for (boolean mine : this.claimed) {
				running |= mine;
			}
			if (this.refreshes.running() != (running ? 1 : 0)) {
				throw new IllegalStateException(this.refreshes.running() + " refreshes are left");
			}
		}

	}

	/** The same, where nothing happens at the same time. */
	public static class OneByOne {

		private int claimant = -1;

		private boolean paused;

		public boolean claim(int thread) {
			if (this.paused || this.claimant >= 0) {
				return false;
			}
			this.claimant = thread;
			return true;
		}

		public void succeed(int thread) {
			this.claimant = (this.claimant == thread) ? -1 : this.claimant;
		}

		public void fail(int thread) {
			this.paused |= this.claimant == thread;
			succeed(thread);
		}

	}

}
