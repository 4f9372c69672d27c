package io.llmcache.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import io.llmcache.BypassReason;
import io.llmcache.CacheIncident;
import io.llmcache.CacheOutcome;
import io.llmcache.CachePolicy;
import io.llmcache.CachePolicy.OnDeadline;
import io.llmcache.LoadDeadlineExceededException;
import io.llmcache.engine.Lead.Grounds;
import io.llmcache.flight.Flight;
import io.llmcache.flight.Landing;
import io.llmcache.flight.Lease;
import io.llmcache.flight.SingleFlight;
import io.llmcache.flight.SingleFlight.Joined;
import io.llmcache.flight.WakeUps;
import io.llmcache.flight.WakeUps.WakeUp;
import io.llmcache.store.Entry;
import io.llmcache.store.LeaseStore;
import io.llmcache.store.LeaseStore.Acquired;
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

	/** How often a waiting leader looks by itself: the net under lost notices. */
	private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

	private final ResponseStore store;

	private final LeaseStore leases;

	private final HitRecorder hits;

	private final CacheEvents events;

	private final ScheduledExecutorService timer;

	private final Refreshes refreshes;

	private final Tokens tokens = new Tokens();

	private final SingleFlight flights = new SingleFlight();

	private final WakeUps wakeUps = new WakeUps();

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
		this.leases = leases;
		this.hits = hits;
		this.events = events;
		this.timer = timer;
		this.refreshes = new Refreshes(refreshBackoff);
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
		if (now >= entry.started() + policy.maxAge().toMillis()) {
			return null;
		}
		if (now < entry.freshUntil()) {
			this.hits.record(call, entry, now);
			return new Step.Hit(entry, CacheOutcome.EXACT_HIT, null, () -> unreadable(call, entry));
		}
		if (now < entry.freshUntil() + policy.staleWhileRevalidate().toMillis()) {
			return new Step.Hit(entry, CacheOutcome.STALE_HIT, refreshing ? refresh(call, entry) : null,
					() -> unreadable(call, entry));
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
		try {
			return contend(new Approach(call, joined.flight(), reading.stamp(), fallback(call, reading),
					System.nanoTime() + call.policy().lock().patience().toNanos(), false));
		}
		catch (RuntimeException ex) {
			// A leader that fails before it leads must not leave the others waiting.
			this.flights.leave(joined.flight());
			joined.flight().land(new Landing.Unshareable());
			throw ex;
		}
	}

	private @Nullable Entry fallback(Call call, Reading reading) {
		if (!(reading instanceof Reading.Present present)) {
			return null;
		}
		Entry entry = present.entry();
		long end = Math.min(entry.freshUntil() + call.policy().staleIfError().toMillis(),
				entry.started() + call.policy().maxAge().toMillis());
		return (this.store.now() < end) ? entry : null;
	}

	/** Without Redis, callers of this JVM still share one load; nothing is stored. */
	private Step joinWithoutStore(Call call) {
		Joined joined = this.flights.join(call.key());
		if (!joined.leads()) {
			return follow(call, joined.flight(), Reading.ABSENT);
		}
		return lead(call, new Grounds(null, joined.flight(), null, null, BypassReason.UNAVAILABLE));
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

	/**
	 * The leader asks for the lease: gets it and loads, finds that somebody has stored an
	 * answer meanwhile, or waits for the JVM that is at it.
	 */
	private Step contend(Approach approach) {
		Call call = approach.call();
		// Before the lease is asked for: a release in between must not be missed.
		CompletableFuture<WakeUp> signal = this.wakeUps.expect(call.key().digest());
		boolean waits = false;
		try {
			String token = this.tokens.next();
			Acquired acquired = this.leases.acquire(call.key(), token, call.policy().lock().lease(), approach.seen());
			if (acquired instanceof Acquired.Newer newer) {
				signal.complete(WakeUp.LOOK);
				return overtaken(approach, newer.reading());
			}
			if (acquired instanceof Acquired.Held held) {
				Duration patience = approach.patience();
				if (!patience.isNegative()) {
					waits = true;
					return await(approach, signal, min(patience, held.left().plusMillis(5)));
				}
				this.events.incident(call.key().cache(), CacheIncident.WAIT_EXPIRED);
				return lead(call, approach.grounds(null, null));
			}
			return lead(call, approach.grounds(lease(call, token, ((Acquired.Granted) acquired).started()), null));
		}
		catch (StoreException ex) {
			boolean refused = ex instanceof StoreException.Refused;
			this.events.incident(call.key().cache(), refused ? CacheIncident.FAILED_WRITE : CacheIncident.FAILED_OPEN);
			return lead(call, approach.grounds(null, refused ? null : BypassReason.UNAVAILABLE));
		}
		finally {
			if (!waits) {
				signal.complete(WakeUp.LOOK);
			}
		}
	}

	private Step overtaken(Approach approach, Reading reading) {
		if (reading instanceof Reading.Present present && this.store.now() < present.entry().freshUntil()) {
			Entry entry = present.entry();
			approach.flight().land(new Landing.Answered(entry, false));
			this.flights.leave(approach.flight());
			return new Step.Hit(entry, approach.hasWaited() ? CacheOutcome.COALESCED : CacheOutcome.EXACT_HIT, null,
					() -> unreadable(approach.call(), entry));
		}
		// Void, damaged or stale already: seen now, so the next grant looks past it.
		return contend(approach.having(reading.stamp()));
	}

	private Step await(Approach approach, CompletableFuture<WakeUp> signal, Duration patience) {
		WakeUps.limit(signal, min(patience, LOOK_AGAIN));
		return new Step.Wait(signal, () -> contend(approach.after(signal.join())), () -> {
			this.flights.leave(approach.flight());
			approach.flight().land(new Landing.Abandoned());
		});
	}

	private static Duration min(Duration a, Duration b) {
		return (a.compareTo(b) < 0) ? a : b;
	}

	private Lead lead(Call call, Grounds grounds) {
		Flight flight = grounds.flight();
		if (flight != null) {
			flight.landBy(call.policy().loadDeadline());
			flight.landing().thenAccept((landing) -> {
				if (landing instanceof Landing.Overdue) {
					this.flights.leave(flight);
				}
			});
		}
		return new Lead(call, this.store, this.flights, this.events, grounds);
	}

	private Lease lease(Call call, String token, long started) {
		CachePolicy policy = call.policy();
		Lease lease = new Lease(this.leases, call.key(), token, started, policy.lock().lease(), policy.loadDeadline(),
				() -> this.events.incident(call.key().cache(), CacheIncident.LEASE_LOST));
		lease.keep(this.timer);
		return lease;
	}

	private @Nullable Refresh refresh(Call call, Entry stale) {
		if (!this.refreshes.claim(call.key().digest())) {
			return null;
		}
		return new Refresh(call, this.refreshes, this.events, (refresh) -> beginRefresh(call, stale, refresh));
	}

	private @Nullable Lead beginRefresh(Call call, Entry stale, Refresh refresh) {
		try {
			String token = this.tokens.next();
			if (this.leases.acquire(call.key(), token, call.policy().lock().lease(),
					stale.stamp()) instanceof Acquired.Granted granted) {
				// A model that hangs must not keep later hits from trying again.
				this.timer.schedule(() -> refresh.end(false), call.policy().loadDeadline().toMillis(),
						TimeUnit.MILLISECONDS);
				return lead(call, new Grounds(lease(call, token, granted.started()), null, refresh, null, null));
			}
		}
		catch (StoreException ex) {
			this.events.incident(call.key().cache(), CacheIncident.FAILED_WRITE);
		}
		return null;
	}

	/**
	 * A load that takes the right to store from whoever has it.
	 * @param call the request and its policy
	 * @throws StoreException when the store does not answer or refuses
	 */
	public Lead seize(Call call) throws StoreException {
		String token = this.tokens.next();
		long started = this.leases.seize(call.key(), token, call.policy().lock().lease());
		return lead(call, new Grounds(lease(call, token, started), null, null, null, null));
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

	/**
	 * A leader on its way to a lease.
	 *
	 * @param call what it wants to load
	 * @param flight who waits for it
	 * @param seen stamp of what it has read
	 * @param fallback an old answer that may stand in for a failure
	 * @param patientUntil until when it waits for other JVMs, in nanoseconds
	 * @param hasWaited whether it has waited already
	 */
	@SuppressWarnings("ArrayRecordComponent") // never compared
	private record Approach(Call call, Flight flight, byte[] seen, @Nullable Entry fallback, long patientUntil,
			boolean hasWaited) {

		Approach having(byte[] stamp) {
			return new Approach(this.call, this.flight, stamp, this.fallback, this.patientUntil, this.hasWaited);
		}

		Approach after(WakeUp wakeUp) {
			long until = (wakeUp == WakeUp.GO) ? System.nanoTime() - 1 : this.patientUntil;
			return new Approach(this.call, this.flight, this.seen, this.fallback, until, true);
		}

		Duration patience() {
			return Duration.ofNanos(this.patientUntil - System.nanoTime());
		}

		Grounds grounds(@Nullable Lease lease, @Nullable BypassReason reason) {
			return new Grounds(lease, this.flight, null, this.fallback, reason);
		}

	}

}
