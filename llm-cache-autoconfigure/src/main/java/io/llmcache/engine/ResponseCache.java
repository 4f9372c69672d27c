package io.llmcache.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;

import io.llmcache.BypassReason;
import io.llmcache.CacheIncident;
import io.llmcache.CacheOutcome;
import io.llmcache.CachePolicy;
import io.llmcache.CachePolicy.OnDeadline;
import io.llmcache.LoadDeadlineExceededException;
import io.llmcache.engine.Lead.Grounds;
import io.llmcache.flight.Flight;
import io.llmcache.flight.Landing;
import io.llmcache.flight.SingleFlight;
import io.llmcache.flight.SingleFlight.Joined;
import io.llmcache.flight.WakeUps;
import io.llmcache.store.Entry;
import io.llmcache.store.LeaseStore;
import io.llmcache.store.Notice;
import io.llmcache.store.Reading;
import io.llmcache.store.ResponseStore;
import io.llmcache.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a call is to do: serve what is stored, wait for somebody, or load. Never
 * calls the model itself. Every method blocks for a Redis command or two at most.
 * Thread-safe.
 */
public final class ResponseCache {

	private final ResponseStore store;

	private final HitRecorder hits;

	private final CacheEvents events;

	private final Refreshes refreshes;

	private final SingleFlight flights = new SingleFlight();

	private final WakeUps wakeUps = new WakeUps();

	private final Loads loads;

	private final Approach.Tower tower;

	/**
	 * A cache over a store.
	 * @param store where answers are
	 * @param leases who may load
	 * @param hits counts hits
	 * @param events told of what happens
	 * @param timer renews leases
	 * @param refreshBackoff pause after a failed refresh
	 */
	public ResponseCache(ResponseStore store, LeaseStore leases, HitRecorder hits, CacheEvents events,
			ScheduledExecutorService timer, Duration refreshBackoff) {
		this.store = store;
		this.hits = hits;
		this.events = events;
		this.refreshes = new Refreshes(refreshBackoff);
		this.loads = new Loads(store, leases, this.flights, events, timer);
		this.tower = new Approach.Tower(this.loads, store, this.flights, this.wakeUps, events, this::unreadable);
	}

	/**
	 * The first step of a call.
	 * @param call the request and its policy
	 */
	public Step begin(Call call) {
		Reading reading;
		try {
			reading = this.store.get(call.key());
		}
		catch (StoreException ex) {
			this.events.incident(call.key().cache(), CacheIncident.FAILED_OPEN);
			return joinWithoutStore(call);
		}
		if (reading instanceof Reading.Present present) {
			Step.Hit hit = hit(call, present.entry(), true);
			if (hit != null) {
				return hit;
			}
		}
		return join(call, reading);
	}

	/**
	 * The stored answer, without any intention to load.
	 * @param call the request and its policy
	 * @return the answer, or null when there is none that may be served
	 * @throws StoreException when the store does not answer or refuses
	 */
	public Step.@Nullable Hit peek(Call call) throws StoreException {
		Reading reading = this.store.get(call.key());
		if (reading instanceof Reading.Present present) {
			return hit(call, present.entry(), false);
		}
		report(call, reading);
		return null;
	}

	private Step.@Nullable Hit hit(Call call, Entry entry, boolean refreshing) {
		CachePolicy policy = call.policy();
		long now = this.store.now();
		if (!call.admits(entry, now)) {
			return null;
		}
		if (now < entry.freshUntil()) {
			this.hits.record(call, entry, now);
			return new Step.Hit(entry, CacheOutcome.EXACT_HIT, null, () -> unreadable(call, entry));
		}
		if (now < entry.freshUntil() + policy.staleWhileRevalidate().toMillis()) {
			Refresh refresh = refreshing ? refresh(call, entry) : null;
			return new Step.Hit(entry, CacheOutcome.STALE_HIT, refresh, () -> {
				if (refresh != null) {
					// Nobody will begin it: the caller has nothing to serve meanwhile.
					refresh.end(true);
				}
				return unreadable(call, entry);
			});
		}
		return null;
	}

	private Step unreadable(Call call, Entry entry) {
		return join(call, new Reading.Corrupt(entry.stamp()));
	}

	private void report(Call call, Reading reading) {
		if (reading instanceof Reading.Corrupt) {
			this.events.incident(call.key().cache(), CacheIncident.CORRUPT);
		}
		else if (reading instanceof Reading.Voided) {
			this.events.incident(call.key().cache(), CacheIncident.VOIDED);
		}
	}

	/** A miss: the first caller in this JVM leads, the others wait for its landing. */
	private Step join(Call call, Reading reading) {
		report(call, reading);
		Joined joined = this.flights.join(call.key());
		if (!joined.leads()) {
			return follow(call, joined.flight(), reading);
		}
		return new Approach(this.tower, call, joined.flight(), reading.stamp(), fallback(call, reading)).contend();
	}

	private @Nullable Entry fallback(Call call, Reading reading) {
		if (!(reading instanceof Reading.Present present)) {
			return null;
		}
		Entry entry = present.entry();
		long now = this.store.now();
		boolean serves = call.admits(entry, now) && now < entry.freshUntil() + call.policy().staleIfError().toMillis();
		return serves ? entry : null;
	}

	/** Without Redis, callers of this JVM still share one load; nothing is stored. */
	private Step joinWithoutStore(Call call) {
		Joined joined = this.flights.join(call.key());
		if (!joined.leads()) {
			return follow(call, joined.flight(), Reading.ABSENT);
		}
		return this.loads.lead(call, new Grounds(null, joined.flight(), null, null, BypassReason.UNAVAILABLE));
	}

	private Step follow(Call call, Flight flight, Reading reading) {
		if (flight.isLedByThisThread()) {
			return new Step.Bypass(BypassReason.RECURSION);
		}
		CompletableFuture<Landing> landing = flight.landing().toCompletableFuture();
		return new Step.Wait(landing, () -> landed(call, landing.join(), reading), () -> {
		});
	}

	private Step landed(Call call, Landing landing, Reading reading) {
		if (landing instanceof Landing.Answered answered) {
			return new Step.Hit(answered.entry(), answered.stale() ? CacheOutcome.STALE_HIT : CacheOutcome.COALESCED,
					null, () -> new Step.Bypass(BypassReason.UNSHAREABLE));
		}
		if (landing instanceof Landing.Failed failed) {
			return new Step.Fail(failed.error());
		}
		if (landing instanceof Landing.Abandoned) {
			return join(call, reading);
		}
		if (landing instanceof Landing.Overdue && call.policy().lock().onDeadline() == OnDeadline.FAIL) {
			return new Step.Fail(new LoadDeadlineExceededException(call.key().cache(), call.policy().loadDeadline()));
		}
		return new Step.Bypass((landing instanceof Landing.Overdue) ? BypassReason.DEADLINE : BypassReason.UNSHAREABLE);
	}

	private @Nullable Refresh refresh(Call call, Entry stale) {
		if (!this.refreshes.claim(call.key().digest())) {
			return null;
		}
		return new Refresh(call, this.refreshes, this.events,
				(refresh) -> this.loads.refresh(call, stale.stamp(), refresh));
	}

	/**
	 * A load that takes the right to store from whoever has it.
	 * @param call the request and its policy
	 * @throws StoreException when the store does not answer or refuses
	 */
	public Lead seize(Call call) throws StoreException {
		return this.loads.seize(call);
	}

	/**
	 * Takes note of what another JVM, or this one, has told all. Never blocks.
	 * @param notice the notice
	 */
	public void onNotice(Notice notice) {
		if (notice instanceof Notice.Released released) {
			this.wakeUps.wake(released.digest(), released.waitAgain());
		}
		else if (notice instanceof Notice.Evicted evicted) {
			this.flights.detach(evicted.digest());
			// Its lease went with it: who waits for the load that was voided need not.
			this.wakeUps.wake(evicted.digest(), true);
		}
		else if (notice instanceof Notice.Marked marked) {
			this.flights.detach((key) -> marked.concerns(key));
		}
	}

	/**
	 * Number of loads and waits under way, refreshes included.
	 */
	public int underWay() {
		return this.flights.size() + this.wakeUps.size() + this.refreshes.running();
	}

}
