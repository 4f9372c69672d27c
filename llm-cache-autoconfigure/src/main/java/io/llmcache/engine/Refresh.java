package io.llmcache.engine;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

import io.llmcache.CacheIncident;
import org.jspecify.annotations.Nullable;

/**
 * The right and the duty to fetch a stale answer anew, beside the call that found it.
 * Exactly one of {@link #begin()} and {@link #drop()} is to be called.
 */
public final class Refresh {

	private final Call call;

	private final Refreshes refreshes;

	private final CacheEvents events;

	private final Function<Refresh, @Nullable Lead> start;

	private final AtomicBoolean ended = new AtomicBoolean();

	Refresh(Call call, Refreshes refreshes, CacheEvents events, Function<Refresh, @Nullable Lead> start) {
		this.call = call;
		this.refreshes = refreshes;
		this.events = events;
		this.start = start;
	}

	/**
	 * Begins: on a thread of its own, since it asks Redis and then the model.
	 * @return what to load; null when another JVM is at it already
	 */
	public @Nullable Lead begin() {
		@Nullable Lead lead = null;
		try {
			lead = this.start.apply(this);
			return lead;
		}
		finally {
			if (lead == null) {
				end(true);
			}
		}
	}

	/**
	 * Gives up before it has begun, for want of a thread.
	 */
	public void drop() {
		this.events.incident(this.call.key().cache(), CacheIncident.REFRESH_DROPPED);
		end(true);
	}

	void end(boolean succeeded) {
		if (!this.ended.compareAndSet(false, true)) {
			return;
		}
		if (succeeded) {
			this.refreshes.release(this.call.key().digest());
		}
		else {
			this.events.incident(this.call.key().cache(), CacheIncident.REFRESH_FAILED);
			this.refreshes.pause(this.call.key().digest());
		}
	}

}
