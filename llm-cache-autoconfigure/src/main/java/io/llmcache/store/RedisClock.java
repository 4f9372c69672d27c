package io.llmcache.store;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

/**
 * The time of Redis, told by this JVM's monotonic clock and an offset learnt from
 * replies: clocks of application hosts, set wrong or set back, decide nothing.
 * Thread-safe.
 */
public final class RedisClock {

	private final LongSupplier nanoTime;

	// Counted from here, because the monotonic clock may overflow.
	private final long origin;

	private final AtomicReference<@Nullable Long> offset = new AtomicReference<>();

	/**
	 * A clock that has learnt nothing yet.
	 * @param nanoTime the monotonic clock, {@code System::nanoTime} outside tests
	 */
	public RedisClock(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
		this.origin = nanoTime.getAsLong();
	}

	/**
	 * The time in Redis milliseconds.
	 * @throws IllegalStateException before anything was learnt
	 */
	public long now() {
		Long known = this.offset.get();
		if (known == null) {
			throw new IllegalStateException("The time of Redis is not known yet");
		}
		return known + millis(nanoTime());
	}

	/** Monotonic nanoseconds since this clock was made. */
	long nanoTime() {
		return this.nanoTime.getAsLong() - this.origin;
	}

	/**
	 * Takes note of a reply that holds the time. While the offset agrees with it, up to
	 * the time that the command was on its way, it stays; else (first reply, failover,
	 * clock set) it becomes the middle.
	 * @param redisMillis the time in the reply
	 * @param sentNanos {@link #nanoTime()} before the command
	 */
	void learn(long redisMillis, long sentNanos) {
		long latest = redisMillis - millis(sentNanos) + 1;
		long earliest = redisMillis - millis(nanoTime()) - 1;
		this.offset.updateAndGet(
				(known) -> (known != null && known >= earliest && known <= latest) ? known : (earliest + latest) / 2);
	}

	private static long millis(long nanos) {
		return TimeUnit.NANOSECONDS.toMillis(nanos);
	}

}
