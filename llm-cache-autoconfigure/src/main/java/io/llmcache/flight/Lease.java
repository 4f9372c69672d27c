package io.llmcache.flight;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.llmcache.key.CacheKey;
import io.llmcache.store.LeaseStore;
import io.llmcache.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * A lease held by this JVM: renewed at a third of its life until it ends, is lost, or the
 * load deadline has passed. Thread-safe.
 */
public final class Lease {

	private final LeaseStore leases;

	private final CacheKey key;

	private final String token;

	private final long started;

	private final long deadlineNanos;

	private final Duration life;

	private final Runnable onLoss;

	private final AtomicBoolean ended = new AtomicBoolean();

	private volatile @Nullable ScheduledFuture<?> renewal;

	/**
	 * A lease just granted.
	 * @param leases where it was granted
	 * @param key what it is for
	 * @param token what it was granted for
	 * @param started the time of the store when it was granted, in milliseconds
	 * @param life how long it lasts unless renewed
	 * @param deadline how long it is renewed
	 * @param onLoss told when it turns out to be another's
	 */
	public Lease(LeaseStore leases, CacheKey key, String token, long started, Duration life, Duration deadline,
			Runnable onLoss) {
		this.leases = leases;
		this.key = key;
		this.token = token;
		this.started = started;
		this.life = life;
		this.deadlineNanos = System.nanoTime() + deadline.toNanos();
		this.onLoss = onLoss;
	}

	/**
	 * Begins to renew it.
	 * @param timer where
	 */
	public void keep(ScheduledExecutorService timer) {
		long third = Math.max(1, this.life.toMillis() / 3);
		this.renewal = timer.scheduleWithFixedDelay(this::renew, third, third, TimeUnit.MILLISECONDS);
		if (this.ended.get()) {
			stop();
		}
	}

	private void renew() {
		if (System.nanoTime() - this.deadlineNanos > 0) {
			end();
			return;
		}
		try {
			if (!this.leases.renew(this.key, this.token, this.life) && end()) {
				this.onLoss.run();
			}
		}
		catch (StoreException ex) {
			// The next third may succeed; if not, the lease passes on and the store is
			// fenced.
		}
	}

	/**
	 * Ends the renewal: the lease is about to be released, used up or given up.
	 * @return whether this call ended it
	 */
	public boolean end() {
		boolean first = this.ended.compareAndSet(false, true);
		stop();
		return first;
	}

	private void stop() {
		ScheduledFuture<?> current = this.renewal;
		if (current != null) {
			current.cancel(false);
		}
	}

	/**
	 * What the store asks for.
	 */
	public String token() {
		return this.token;
	}

	/**
	 * The time of the store when it was granted, in milliseconds.
	 */
	public long started() {
		return this.started;
	}

	/**
	 * Frees it without an answer.
	 * @param waitAgain whether other JVMs may wait for the next holder
	 * @throws StoreException when the store does not answer or refuses; it then ends by
	 * itself
	 */
	public void release(boolean waitAgain) throws StoreException {
		end();
		this.leases.release(this.key, this.token, waitAgain);
	}

}
