package io.llmcache.test;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Waits for what another thread or process is about to bring about.
 */
public final class Eventually {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private Eventually() {
	}

	/**
	 * Waits until the condition holds; fails after twenty seconds.
	 * @param condition the condition, asked every millisecond or so
	 * @param found what is there instead, for the message of the failure
	 */
	public static void holds(BooleanSupplier condition, Supplier<String> found) {
		holds(PATIENCE, condition, found);
	}

	/**
	 * Waits until the condition holds.
	 * @param patience for how long at most
	 * @param condition the condition, asked every millisecond or so
	 * @param found what is there instead, for the message of the failure
	 */
	public static void holds(Duration patience, BooleanSupplier condition, Supplier<String> found) {
		long end = System.nanoTime() + patience.toNanos();
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() - end > 0) {
				throw new AssertionError("Still not after " + patience.toSeconds() + " s: " + found.get());
			}
			LockSupport.parkNanos(1_000_000L);
		}
	}

}
