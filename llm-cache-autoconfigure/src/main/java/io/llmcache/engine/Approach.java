package io.llmcache.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

import io.llmcache.BypassReason;
import io.llmcache.CacheIncident;
import io.llmcache.CacheOutcome;
import io.llmcache.engine.Lead.Grounds;
import io.llmcache.engine.Loads.Asked;
import io.llmcache.flight.Flight;
import io.llmcache.flight.Landing;
import io.llmcache.flight.Lease;
import io.llmcache.flight.SingleFlight;
import io.llmcache.flight.WakeUps;
import io.llmcache.flight.WakeUps.WakeUp;
import io.llmcache.semantic.SemanticLayer.Match;
import io.llmcache.store.Alias;
import io.llmcache.store.Entry;
import io.llmcache.store.LeaseStore.Acquired;
import io.llmcache.store.Reading;
import io.llmcache.store.ResponseStore;
import io.llmcache.store.StoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of a flight's leader to the lease: it gets it and loads, finds that somebody
 * has stored an answer meanwhile, or waits for the JVM that is at it and asks again.
 */
final class Approach {

	private static final Logger logger = LoggerFactory.getLogger(Approach.class);

	/** How often a waiting leader looks by itself: the net under lost notices. */
	private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

	/** Lets a lease that is not renewed be over when the leader asks again. */
	private static final Duration AFTER_LEASE = Duration.ofMillis(5);

	private final Tower tower;

	private final Call call;

	private final Flight flight;

	private final @Nullable Entry fallback;

	private final Gist gist;

	private byte[] seen;

	private long patientUntil;

	private boolean hasWaited;

	/**
	 * An approach that has not begun.
	 * @param tower what it shares with others
	 * @param call what is to be loaded
	 * @param flight who waits for it
	 * @param seen stamp of what was read
	 * @param fallback an old answer that may stand in for a failure
	 * @param gist what is known of the question
	 */
	Approach(Tower tower, Call call, Flight flight, byte[] seen, @Nullable Entry fallback, Gist gist) {
		this.tower = tower;
		this.call = call;
		this.flight = flight;
		this.seen = seen;
		this.fallback = fallback;
		this.gist = gist;
		this.patientUntil = System.nanoTime() + call.policy().lock().patience().toNanos();
	}

	/** Asks for the lease until something else is to be done. */
	Step contend() {
		// Before the lease is asked for: a release in between must not be missed.
		CompletableFuture<WakeUp> signal = this.tower.wakeUps().expect(this.call.key().digest());
		Step step = null;
		try {
			while (step == null) {
				step = ask(signal);
			}
			return step;
		}
		catch (StoreException ex) {
			boolean refused = ex instanceof StoreException.Refused;
			incident(refused ? CacheIncident.FAILED_WRITE : CacheIncident.FAILED_OPEN);
			return lead(null, refused ? null : BypassReason.UNAVAILABLE);
		}
		catch (RuntimeException ex) {
			// A leader that fails before it leads must not leave the others waiting.
			logger.warn("The cache failed and is bypassed for this call", ex);
			incident(CacheIncident.FAILED_OPEN);
			return lead(null, BypassReason.UNAVAILABLE);
		}
		finally {
			if (!(step instanceof Step.Wait)) {
				signal.complete(WakeUp.LOOK);
			}
		}
	}

	private @Nullable Step ask(CompletableFuture<WakeUp> signal) throws StoreException {
		Asked asked = this.tower.loads().ask(this.call, this.seen);
		if (asked.reply() instanceof Acquired.Granted granted) {
			return lead(this.tower.loads().keep(this.call, asked.token(), granted.started()), null);
		}
		if (asked.reply() instanceof Acquired.Newer newer) {
			return overtaken(newer.reading());
		}
		Duration patience = Duration.ofNanos(this.patientUntil - System.nanoTime());
		if (patience.isNegative()) {
			incident(CacheIncident.WAIT_EXPIRED);
			return lead(null, null);
		}
		Duration left = ((Acquired.Held) asked.reply()).left().plus(AFTER_LEASE);
		WakeUps.limit(signal, min(min(patience, left), LOOK_AGAIN));
		return new Step.Wait(signal, () -> after(signal.join()), this::leave);
	}

	private static Duration min(Duration a, Duration b) {
		return (a.compareTo(b) < 0) ? a : b;
	}

	private @Nullable Step overtaken(Reading reading) throws StoreException {
		long now = this.tower.store().now();
		if (reading instanceof Reading.Present present && now < present.entry().freshUntil()
				&& this.call.admits(present.entry(), now)) {
			Entry entry = present.entry();
			Alias alias = entry.alias();
			if (alias == null) {
				return arrive(Landing.Answered.loaded(entry), CacheOutcome.EXACT_HIT, entry.stamp());
			}
			Match match = this.tower.paraphrases().follow(this.call, alias);
			if (match != null && now < match.entry().freshUntil()) {
				return arrive(new Landing.Answered(match.entry(), CacheOutcome.SEMANTIC_HIT, match.told()),
						CacheOutcome.SEMANTIC_HIT, entry.stamp());
			}
		}
		// Void, damaged or stale already: seen now, so the next grant looks past it.
		this.seen = reading.stamp();
		return null;
	}

	private Step arrive(Landing.Answered landing, CacheOutcome unlessWaited, byte[] stamp) {
		this.flight.land(landing);
		this.tower.flights().leave(this.flight);
		return new Step.Hit(landing.entry(), this.hasWaited ? landing.outcome() : unlessWaited, landing.match(), null,
				() -> this.tower.unreadable().apply(this.call, stamp));
	}

	private Step after(WakeUp wakeUp) {
		this.hasWaited = true;
		if (wakeUp == WakeUp.GO) {
			this.patientUntil = System.nanoTime() - 1;
		}
		return contend();
	}

	private void leave() {
		this.tower.flights().leave(this.flight);
		this.flight.land(new Landing.Abandoned());
	}

	private Lead lead(@Nullable Lease lease, @Nullable BypassReason reason) {
		return this.tower.loads()
			.lead(this.call, new Grounds(lease, this.flight, null, this.fallback, reason, this.gist));
	}

	private void incident(CacheIncident incident) {
		this.tower.events().incident(this.call.key().cache(), incident);
	}

	/**
	 * What all approaches of a cache share.
	 *
	 * @param loads gets leases
	 * @param store tells the time
	 * @param flights whom newcomers may join
	 * @param wakeUps who waits for other JVMs
	 * @param paraphrases follows pointers
	 * @param events told of incidents
	 * @param unreadable the next step when an entry cannot be decoded
	 */
	record Tower(Loads loads, ResponseStore store, SingleFlight flights, WakeUps wakeUps, Paraphrases paraphrases,
			CacheEvents events, BiFunction<Call, byte[], Step> unreadable) {

	}

}
