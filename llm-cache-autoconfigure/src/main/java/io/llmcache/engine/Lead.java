package io.llmcache.engine;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;

import io.llmcache.BypassReason;
import io.llmcache.CacheIncident;
import io.llmcache.CacheOutcome;
import io.llmcache.CachePolicy;
import io.llmcache.WriteOutcome;
import io.llmcache.flight.Flight;
import io.llmcache.flight.Landing;
import io.llmcache.flight.Lease;
import io.llmcache.flight.SingleFlight;
import io.llmcache.store.Document;
import io.llmcache.store.Entry;
import io.llmcache.store.ResponseStore;
import io.llmcache.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * Call the model, for yourself and for all who wait. Exactly one of {@link #done},
 * {@link #failed} and {@link #abandoned} ends it; what comes after the first is ignored.
 */
public final class Lead implements Step {

	/** Stands for the stamp of an entry that never gets into the store. */
	private static final String UNSTORED = "0".repeat(Entry.STAMP_LENGTH);

	private final Call call;

	private final ResponseStore store;

	private final SingleFlight flights;

	private final Paraphrases paraphrases;

	private final CacheEvents events;

	private final @Nullable Lease lease;

	private final @Nullable Flight flight;

	private final @Nullable Refresh refresh;

	private final @Nullable Entry fallback;

	private final @Nullable BypassReason reason;

	private final Gist gist;

	private final AtomicBoolean ended = new AtomicBoolean();

	Lead(Call call, ResponseStore store, SingleFlight flights, Paraphrases paraphrases, CacheEvents events,
			Grounds grounds) {
		this.call = call;
		this.store = store;
		this.flights = flights;
		this.paraphrases = paraphrases;
		this.events = events;
		this.lease = grounds.lease();
		this.flight = grounds.flight();
		this.refresh = grounds.refresh();
		this.fallback = grounds.fallback();
		this.reason = grounds.reason();
		this.gist = grounds.gist();
	}

	/**
	 * What the caller's outcome is when the model answers.
	 */
	public CacheOutcome outcome() {
		return (this.reason != null) ? CacheOutcome.BYPASS : CacheOutcome.MISS;
	}

	/**
	 * Why nothing can be stored, or null.
	 */
	public @Nullable BypassReason reason() {
		return this.reason;
	}

	/**
	 * The model has answered: those who wait get it at once, then it is stored. Who asks
	 * between the two still joins the flight and finds it landed.
	 * @param answer the answer
	 * @return what came of storing it
	 */
	public WriteOutcome done(Answer answer) {
		if (!this.ended.compareAndSet(false, true)) {
			return WriteOutcome.FENCED;
		}
		WriteOutcome stored = WriteOutcome.UNAVAILABLE;
		try {
			if (this.flight != null || this.refresh != null) {
				this.events.load(cache(), answer.took(), null);
			}
			Entry entry = entry(answer);
			land((answer.use() != Answer.Use.KEEP) ? Landing.Answered.loaded(entry) : new Landing.Unshareable());
			stored = settle(answer, entry);
			if (this.gist.shadow() != null) {
				this.paraphrases.compare(this.call, this.gist.shadow(), answer.payload());
			}
			return stored;
		}
		finally {
			// Whatever has gone wrong, nobody is left waiting.
			land(new Landing.Unshareable());
			// A refresh without effect is not to be repeated at every hit.
			leave(stored == WriteOutcome.DONE);
		}
	}

	private WriteOutcome settle(Answer answer, Entry entry) {
		if (this.lease == null) {
			return WriteOutcome.UNAVAILABLE;
		}
		CacheIncident obstacle = obstacle(answer);
		if (obstacle != null) {
			this.events.incident(cache(), obstacle);
			release(this.lease, false);
			return WriteOutcome.REFUSED;
		}
		return store(this.lease, entry);
	}

	private @Nullable CacheIncident obstacle(Answer answer) {
		if (answer.use() != Answer.Use.STORE) {
			return CacheIncident.NOT_STORABLE;
		}
		byte[] payload = answer.payload();
		return (payload != null && payload.length > policy().maxEntryBytes()) ? CacheIncident.TOO_LARGE : null;
	}

	private WriteOutcome store(Lease lease, Entry entry) {
		lease.end();
		try {
			long lastMoment = Math.min(entry.freshUntil() + policy().staleLife().toMillis(),
					entry.started() + policy().maxAge().toMillis());
			Duration life = Duration.ofMillis(Math.max(1, lastMoment - this.store.now()));
			Document document = this.paraphrases.document(this.call, this.gist, entry);
			if (this.store.store(this.call.key(), lease.token(), entry, document, life)) {
				this.paraphrases.announce(this.call, this.gist, document, life);
				return WriteOutcome.DONE;
			}
			this.events.incident(cache(), CacheIncident.FENCED);
			return WriteOutcome.FENCED;
		}
		catch (StoreException ex) {
			this.events.incident(cache(), CacheIncident.FAILED_WRITE);
			return WriteOutcome.UNAVAILABLE;
		}
	}

	private Entry entry(Answer answer) {
		int loadMillis = (int) Math.min(Integer.MAX_VALUE, answer.took().toMillis());
		if (this.lease == null) {
			return Entry.of(this.call.key(), UNSTORED, 0, 0, loadMillis, answer.payload());
		}
		long started = this.lease.started();
		long freshUntil = Math.min(this.store.now() + jittered(policy().ttl(), policy().ttlJitter()),
				started + policy().maxAge().toMillis());
		return Entry.of(this.call.key(), this.lease.token(), started, Math.max(started, freshUntil), loadMillis,
				answer.payload());
	}

	private static long jittered(Duration ttl, double jitter) {
		double factor = (jitter > 0) ? 1 + ThreadLocalRandom.current().nextDouble(-jitter, jitter) : 1;
		return Math.round(ttl.toMillis() * factor);
	}

	/**
	 * The model has failed; those who wait fail with it, once and together, unless an old
	 * answer may stand in.
	 * @param error what it threw
	 * @param took how long that took
	 * @return the old answer to serve, or null to let the failure out
	 */
	public @Nullable Hit failed(Throwable error, Duration took) {
		if (!this.ended.compareAndSet(false, true)) {
			return null;
		}
		try {
			this.events.load(cache(), took, error);
			// Before Redis is told, which may take a time-out: a failure is kept for
			// nobody who comes after it.
			leaveFlight();
			land((this.fallback != null) ? new Landing.Answered(this.fallback, CacheOutcome.STALE_HIT, null)
					: new Landing.Failed(error));
			if (this.lease != null) {
				release(this.lease, false);
			}
		}
		finally {
			land(new Landing.Failed(error));
			leave(false);
		}
		return (this.fallback != null)
				? new Hit(this.fallback, CacheOutcome.STALE_HIT, null, null, () -> new Step.Fail(error)) : null;
	}

	/**
	 * The caller was interrupted or cancelled: one of those who wait, here or in another
	 * JVM, leads on.
	 */
	public void abandoned() {
		if (!this.ended.compareAndSet(false, true)) {
			return;
		}
		try {
			this.events.incident(cache(), CacheIncident.ABANDONED);
			// Before the landing: the next leader will ask for the lease at once.
			if (this.lease != null) {
				release(this.lease, true);
			}
		}
		finally {
			leave(true);
			land(new Landing.Abandoned());
		}
	}

	private void release(Lease lease, boolean waitAgain) {
		try {
			lease.release(waitAgain);
		}
		catch (StoreException ex) {
			this.events.incident(cache(), CacheIncident.FAILED_WRITE);
		}
	}

	private void land(Landing landing) {
		if (this.flight != null) {
			this.flight.land(landing);
		}
	}

	private void leave(boolean succeeded) {
		if (this.lease != null) {
			this.lease.end();
		}
		leaveFlight();
		if (this.refresh != null) {
			this.refresh.end(succeeded);
		}
	}

	private void leaveFlight() {
		if (this.flight != null) {
			this.flights.leave(this.flight);
		}
	}

	private String cache() {
		return this.call.key().cache();
	}

	private CachePolicy policy() {
		return this.call.policy();
	}

	/**
	 * What a load rests on.
	 *
	 * @param lease the lease; null when it could not be had: nothing is stored then
	 * @param flight those who wait in this JVM; null for a refresh and for an answer that
	 * was put, which is no load
	 * @param refresh the refresh that this load is; null for none
	 * @param fallback an old answer that may stand in for a failure
	 * @param reason why the cache takes no part; null when it does
	 * @param gist what is known of the question
	 */
	record Grounds(@Nullable Lease lease, @Nullable Flight flight, @Nullable Refresh refresh, @Nullable Entry fallback,
			@Nullable BypassReason reason, Gist gist) {

	}

}
