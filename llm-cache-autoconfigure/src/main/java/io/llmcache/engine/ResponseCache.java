package io.llmcache.engine;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;

import io.llmcache.BypassReason;
import io.llmcache.CacheIncident;
import io.llmcache.CacheOutcome;
import io.llmcache.CachePolicy;
import io.llmcache.CachePolicy.OnDeadline;
import io.llmcache.Explanation;
import io.llmcache.LoadDeadlineExceededException;
import io.llmcache.SemanticMatch;
import io.llmcache.engine.Lead.Grounds;
import io.llmcache.flight.Flight;
import io.llmcache.flight.Landing;
import io.llmcache.flight.SingleFlight;
import io.llmcache.flight.SingleFlight.Joined;
import io.llmcache.flight.WakeUps;
import io.llmcache.key.CacheKey;
import io.llmcache.key.Digest;
import io.llmcache.semantic.SemanticLayer;
import io.llmcache.semantic.SemanticLayer.Finding;
import io.llmcache.semantic.SemanticLayer.Match;
import io.llmcache.store.Alias;
import io.llmcache.store.Entry;
import io.llmcache.store.LeaseStore;
import io.llmcache.store.Notice;
import io.llmcache.store.Reading;
import io.llmcache.store.ResponseStore;
import io.llmcache.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a call is to do: serve what is stored, wait for somebody, or load. Never
 * calls the model itself. Every method blocks for a Redis command or two at most; where
 * the policy wants the same question in other words looked for, a miss takes two or three
 * more and an embedding. Thread-safe.
 */
public final class ResponseCache {

	private final ResponseStore store;

	private final HitRecorder hits;

	private final CacheEvents events;

	private final Refreshes refreshes;

	private final SingleFlight flights = new SingleFlight();

	private final WakeUps wakeUps = new WakeUps();

	private final Paraphrases paraphrases;

	private final Loads loads;

	private final Approach.Tower tower;

	/**
	 * A cache over a store.
	 * @param store where answers are
	 * @param leases who may load
	 * @param layer finds the same question in other words, asked for when a policy first
	 * wants it; null where there is none
	 * @param hits counts hits
	 * @param events told of what happens
	 * @param timer renews leases, and does what no caller need wait for
	 * @param refreshBackoff pause after a failed refresh
	 */
	public ResponseCache(ResponseStore store, LeaseStore leases, Supplier<@Nullable SemanticLayer> layer,
			HitRecorder hits, CacheEvents events, ScheduledExecutorService timer, Duration refreshBackoff) {
		this.store = store;
		this.hits = hits;
		this.events = events;
		this.refreshes = new Refreshes(refreshBackoff);
		this.paraphrases = new Paraphrases(layer, store, events, timer);
		this.loads = new Loads(store, leases, this.flights, this.paraphrases, events, timer);
		this.tower = new Approach.Tower(this.loads, store, this.flights, this.wakeUps, this.paraphrases, events,
				this::unreadable);
	}

	/**
	 * The first step of a call.
	 * @param call the request and its policy
	 */
	public Step begin(Call call) {
		Reading reading;
		try {
			reading = this.store.get(call.key());
			Step.Hit hit = hit(call, reading, true);
			if (hit != null) {
				return hit;
			}
		}
		catch (StoreException ex) {
			this.events.incident(call.key().cache(), CacheIncident.FAILED_OPEN);
			return joinWithoutStore(call);
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
		Step.Hit hit = hit(call, reading, false);
		if (hit != null) {
			return hit;
		}
		report(call, reading);
		Match match = this.paraphrases.serves(call) ? this.paraphrases.look(call).match() : null;
		return (match != null) ? hit(call, match, reading.stamp(), false) : null;
	}

	private Step.@Nullable Hit hit(Call call, Reading reading, boolean refreshing) throws StoreException {
		if (!(reading instanceof Reading.Present present)) {
			return null;
		}
		Entry entry = present.entry();
		if (!entry.isAlias()) {
			return hit(call, new Found(entry, null, call, entry.stamp()), refreshing);
		}
		Alias alias = entry.alias();
		Match match = (alias != null) ? this.paraphrases.follow(call, alias) : null;
		return (match != null) ? hit(call, match, entry.stamp(), refreshing) : null;
	}

	private Step.@Nullable Hit hit(Call call, Match match, byte[] seenStamp, boolean refreshing) {
		Found found = new Found(match.entry(), match.told(), call.answeredBy(match.alias().target()), seenStamp);
		return hit(call, found, refreshing);
	}

	private Step.@Nullable Hit hit(Call call, Found found, boolean refreshing) {
		CachePolicy policy = call.policy();
		Entry entry = found.entry();
		long now = this.store.now();
		if (!call.admits(entry, now)) {
			return null;
		}
		if (now < entry.freshUntil()) {
			this.hits.record(found.owner(), entry, now);
			return new Step.Hit(entry, (found.told() != null) ? CacheOutcome.SEMANTIC_HIT : CacheOutcome.EXACT_HIT,
					found.told(), null, () -> unreadable(call, found.seenStamp()));
		}
		if (now < entry.freshUntil() + policy.staleWhileRevalidate().toMillis()) {
			Refresh refresh = refreshing ? refresh(call, found) : null;
			return new Step.Hit(entry, CacheOutcome.STALE_HIT, found.told(), refresh, () -> {
				if (refresh != null) {
					// Nobody will begin it: the caller has nothing to serve meanwhile.
					refresh.end(true);
				}
				return unreadable(call, found.seenStamp());
			});
		}
		return null;
	}

	/** Past the semantic layer, which might find the same entry again. */
	private Step unreadable(Call call, byte[] seenStamp) {
		Reading reading = new Reading.Corrupt(seenStamp);
		report(call, reading);
		Joined joined = this.flights.join(call.key());
		return joined.leads() ? approach(call, joined.flight(), reading, Gist.NONE)
				: follow(call, joined.flight(), reading);
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
		return joined.leads() ? lead(call, joined.flight(), reading) : follow(call, joined.flight(), reading);
	}

	/** The leader alone looks for the same question in other words, then loads. */
	private Step lead(Call call, Flight flight, Reading reading) {
		Finding finding;
		try {
			finding = this.paraphrases.look(call);
		}
		catch (Error ex) {
			this.flights.leave(flight);
			flight.land(new Landing.Abandoned());
			throw ex;
		}
		Match match = finding.match();
		Step.Hit hit = (match != null && this.paraphrases.serves(call)) ? hit(call, match, reading.stamp(), true)
				: null;
		if (match == null || hit == null) {
			return approach(call, flight, reading, this.paraphrases.gist(call, finding));
		}
		flight.land(new Landing.Answered(hit.entry(), hit.outcome(), hit.match()));
		this.flights.leave(flight);
		if (hit.refresh() == null) {
			// Else an answer of its own is on its way, which a pointer would keep out.
			this.paraphrases.remember(call, reading.stamp(), match);
		}
		return hit;
	}

	private Step approach(Call call, Flight flight, Reading reading, Gist gist) {
		return new Approach(this.tower, call, flight, reading.stamp(), fallback(call, reading), gist).contend();
	}

	private @Nullable Entry fallback(Call call, Reading reading) {
		if (!(reading instanceof Reading.Present present) || present.entry().isAlias()) {
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
		return this.loads.lead(call,
				new Grounds(null, joined.flight(), null, null, BypassReason.UNAVAILABLE, Gist.NONE));
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
			return new Step.Hit(answered.entry(), answered.outcome(), answered.match(), null,
					() -> new Step.Bypass(BypassReason.UNSHAREABLE));
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

	/** Under the caller's own digest, whoever's answer went stale. */
	private @Nullable Refresh refresh(Call call, Found stale) {
		if (!this.refreshes.claim(call.key().digest())) {
			return null;
		}
		return new Refresh(call, this.refreshes, this.events,
				(refresh) -> this.loads.refresh(call, stale.seenStamp(), stale.told() != null, refresh));
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
	 * Takes note that notices may have been missed: who asks from now on learns from the
	 * store whether the loads under way still count, and waits for them if so. Never
	 * blocks.
	 */
	public void onMissedNotices() {
		this.flights.detachLoading();
	}

	/**
	 * Number of loads and waits under way, refreshes included.
	 */
	public int underWay() {
		return this.flights.size() + this.wakeUps.size() + this.refreshes.running();
	}

	/**
	 * What the semantic layer makes of a request; null where there is none.
	 * @param call the request and its policy
	 * @throws StoreException when the store does not answer or refuses
	 */
	public @Nullable Explanation explain(Call call) throws StoreException {
		return this.paraphrases.explain(call);
	}

	/**
	 * The request behind a stored question.
	 * @param cache its cache
	 * @param version its joined prompt version
	 * @param digest its digest
	 * @return null when there is none
	 * @throws StoreException when the store does not answer or refuses
	 */
	public @Nullable CacheKey stored(String cache, String version, Digest digest) throws StoreException {
		return this.paraphrases.stored(cache, version, digest);
	}

	/**
	 * A stored answer that may be served.
	 *
	 * @param entry the answer
	 * @param told whose it is, when it is that of another question
	 * @param owner the call of the question that it belongs to
	 * @param seenStamp stamp of what lies under the caller's own digest
	 */
	@SuppressWarnings("ArrayRecordComponent") // never compared
	private record Found(Entry entry, @Nullable SemanticMatch told, Call owner, byte[] seenStamp) {

	}

}
