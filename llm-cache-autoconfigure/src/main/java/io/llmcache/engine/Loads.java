package io.llmcache.engine;

import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.llmcache.CacheIncident;
import io.llmcache.CachePolicy;
import io.llmcache.engine.Lead.Grounds;
import io.llmcache.flight.Flight;
import io.llmcache.flight.Landing;
import io.llmcache.flight.Lease;
import io.llmcache.flight.SingleFlight;
import io.llmcache.store.LeaseStore;
import io.llmcache.store.LeaseStore.Acquired;
import io.llmcache.store.ResponseStore;
import io.llmcache.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * Gets leases and makes loads of them. Thread-safe.
 */
final class Loads {

	private final ResponseStore store;

	private final LeaseStore leases;

	private final SingleFlight flights;

	private final CacheEvents events;

	private final Paraphrases paraphrases;

	private final ScheduledExecutorService timer;

	private final Tokens tokens = new Tokens();

	Loads(ResponseStore store, LeaseStore leases, SingleFlight flights, Paraphrases paraphrases, CacheEvents events,
			ScheduledExecutorService timer) {
		this.store = store;
		this.leases = leases;
		this.flights = flights;
		this.paraphrases = paraphrases;
		this.events = events;
		this.timer = timer;
	}

	/** Asks for the lease once. */
	Asked ask(Call call, byte[] seenStamp) throws StoreException {
		String token = this.tokens.next();
		return new Asked(token, this.leases.acquire(call.key(), token, call.policy().lock().lease(), seenStamp));
	}

	/** The lease just granted, renewed from now on. */
	Lease keep(Call call, String token, long started) {
		CachePolicy policy = call.policy();
		Lease lease = new Lease(this.leases, call.key(), token, started, policy.lock().lease(), policy.loadDeadline(),
				() -> this.events.incident(call.key().cache(), CacheIncident.LEASE_LOST));
		lease.keep(this.timer);
		return lease;
	}

	Lead lead(Call call, Grounds grounds) {
		Flight flight = grounds.flight();
		if (flight != null) {
			flight.landBy(call.policy().loadDeadline());
			flight.landing().thenAccept((landing) -> {
				if (landing instanceof Landing.Overdue) {
					this.flights.leave(flight);
				}
			});
		}
		return new Lead(call, this.store, this.flights, this.paraphrases, this.events, grounds);
	}

	/** A load that takes the right to store from whoever has it. */
	Lead seize(Call call) throws StoreException {
		Gist gist = new Gist(this.paraphrases.draft(call, true), null);
		String token = this.tokens.next();
		long started = this.leases.seize(call.key(), token, call.policy().lock().lease());
		return lead(call, new Grounds(keep(call, token, started), null, null, null, null, gist));
	}

	/** A load beside the calls; null when another JVM is at it, or Redis is not. */
	@Nullable Lead refresh(Call call, byte[] seenStamp, boolean embedding, Refresh refresh) {
		try {
			Asked asked = ask(call, seenStamp);
			if (asked.reply() instanceof Acquired.Granted granted) {
				// A model that hangs must not keep later hits from trying again.
				this.timer.schedule(() -> refresh.end(false), call.policy().loadDeadline().toMillis(),
						TimeUnit.MILLISECONDS);
				Lease lease = keep(call, asked.token(), granted.started());
				Gist gist = new Gist(this.paraphrases.draft(call, embedding), null);
				return lead(call, new Grounds(lease, null, refresh, null, null, gist));
			}
		}
		catch (StoreException ex) {
			this.events.incident(call.key().cache(), CacheIncident.FAILED_WRITE);
		}
		return null;
	}

	/**
	 * What came of asking.
	 *
	 * @param token what was asked with
	 * @param reply the reply
	 */
	record Asked(String token, Acquired reply) {

	}

}
