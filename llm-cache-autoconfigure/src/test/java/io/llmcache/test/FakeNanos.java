package io.llmcache.test;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A monotonic clock in nanoseconds that moves only when told. Thread-safe.
 */
public final class FakeNanos implements LongSupplier {

	// Starts shortly before the overflow that System.nanoTime() may show as well.
	private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 1_000_000L);

	@Override
	public long getAsLong() {
		return this.now.get();
	}

	/**
	 * Moves the clock.
	 * @param amount how far; backwards when negative
	 */
	public void advance(Duration amount) {
		this.now.addAndGet(amount.toNanos());
	}

}
