package io.llmcache.intercept;

import java.nio.channels.ClosedByInterruptException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

import io.llmcache.BypassReason;
import io.llmcache.CacheCall;
import io.llmcache.CacheIncident;
import io.llmcache.CacheOutcome;
import io.llmcache.codec.CodecException;
import io.llmcache.codec.Verdict;
import io.llmcache.engine.Answer;
import io.llmcache.engine.CacheEvents;
import io.llmcache.engine.Call;
import io.llmcache.engine.Lead;
import io.llmcache.engine.Refresh;
import io.llmcache.engine.ResponseCache;
import io.llmcache.engine.Step;
import io.llmcache.intercept.CallObserver.Observed;
import io.llmcache.key.CacheKey;
import io.llmcache.key.Keyed;
import io.llmcache.store.Entry;
import io.llmcache.store.ResponseStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives a call on the thread of its caller: follows the steps of the engine, waits where
 * it says wait, calls the model where it says lead. Whatever goes wrong in the cache, the
 * caller gets what the model says. Thread-safe.
 */
public final class BlockingDriver {

	private static final Logger logger = LoggerFactory.getLogger(BlockingDriver.class);

	private final ResponseCache cache;

	private final ResponseStore store;

	private final CacheEvents events;

	private final CallObserver observer;

	private final Executor refresher;

	private final Set<String> told = ConcurrentHashMap.newKeySet();

	/**
	 * A driver.
	 * @param cache decides
	 * @param store tells the time
	 * @param events told of outcomes
	 * @param observer looks at each call
	 * @param refresher runs refreshes; rejects what is too much
	 */
	public BlockingDriver(ResponseCache cache, ResponseStore store, CacheEvents events, CallObserver observer,
			Executor refresher) {
		this.cache = cache;
		this.store = store;
		this.events = events;
		this.observer = observer;
		this.refresher = refresher;
	}

	/**
	 * Runs a call to its end.
	 * @param call the call
	 * @return the answer and how it came about
	 * @throws Throwable what the model threw, here or for the caller that was waited for
	 */
	CacheCall<Object> drive(CachedCall call) throws Throwable {
		Observed observed = this.observer.begin(call.policy().cache(), call.operation());
		try {
			CacheCall<Object> done = answer(call, observed);
			LastCall.remember(done);
			observed.end(done);
			return done;
		}
		catch (Throwable ex) {
			observed.fail(ex);
			throw ex;
		}
	}

	private CacheCall<Object> answer(CachedCall call, Observed observed) throws Throwable {
		Keyed keyed = call.key();
		if (keyed instanceof Keyed.None none) {
			tell(call, none);
			return bypass(call, null, none.reason(), observed);
		}
		CacheKey key = (CacheKey) keyed;
		Step step = begin(new Call(key, call.policy()));
		while (true) {
			if (step instanceof Step.Hit hit) {
				try {
					return serve(call, key, hit);
				}
				catch (CodecException ex) {
					step = hit.otherwise().get();
				}
			}
			else if (step instanceof Step.Wait wait) {
				step = await(wait);
			}
			else if (step instanceof Lead lead) {
				return load(call, key, lead, observed);
			}
			else if (step instanceof Step.Bypass bypass) {
				return bypass(call, key, bypass.reason(), observed);
			}
			else {
				throw ((Step.Fail) step).error();
			}
		}
	}

	private Step begin(Call call) {
		try {
			return this.cache.begin(call);
		}
		catch (RuntimeException ex) {
			this.events.incident(call.key().cache(), CacheIncident.FAILED_OPEN);
			logger.warn("The cache failed and is bypassed for this call", ex);
			return new Step.Bypass(BypassReason.UNAVAILABLE);
		}
	}

	private CacheCall<Object> serve(CachedCall call, CacheKey key, Step.Hit hit) throws CodecException {
		CacheCall<Object> served = read(call, key, hit);
		Refresh refresh = hit.refresh();
		if (refresh != null) {
			refresh(call, key, refresh);
		}
		this.events.call(key.cache(), hit.outcome(), null, hit.entry().loadMillis());
		if (hit.match() != null) {
			this.events.matched(key.cache(), hit.match().via());
		}
		return served;
	}

	/** The answer in an entry: a copy of the caller's own. */
	CacheCall<Object> read(CachedCall call, CacheKey key, Step.Hit hit) throws CodecException {
		Entry entry = hit.entry();
		Object value = entry.isEmpty() ? null : call.codec().decode(entry.bytes(), Entry.HEADER, entry.payloadLength());
		Duration age = (entry.started() > 0) ? Duration.ofMillis(Math.max(0, this.store.now() - entry.started()))
				: null;
		return new CacheCall<>(value, hit.outcome(), null, key.digest().hex(), age,
				Duration.ofMillis(entry.loadMillis()), hit.match());
	}

	private Step await(Step.Wait wait) {
		try {
			wait.signal().toCompletableFuture().get();
		}
		catch (InterruptedException ex) {
			wait.leave();
			Thread.currentThread().interrupt();
			throw new CancellationException("Interrupted while waiting for an answer that another caller is loading");
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException("A signal never fails", ex);
		}
		return wait.next();
	}

	private CacheCall<Object> load(CachedCall call, CacheKey key, Lead lead, Observed observed) throws Throwable {
		observed.beforeLoad();
		long began = System.nanoTime();
		Object value;
		try {
			value = call.load();
		}
		catch (Throwable ex) {
			Step.Hit stale = ended(lead, ex, began);
			return serveInstead(call, key, stale, ex);
		}
		Duration took = Duration.ofNanos(System.nanoTime() - began);
		finish(lead, answer(call, value, took));
		this.events.call(key.cache(), lead.outcome(), lead.reason(), 0);
		return new CacheCall<>(value, lead.outcome(), lead.reason(), key.digest().hex(), null, took, null);
	}

	private CacheCall<Object> serveInstead(CachedCall call, CacheKey key, Step.@Nullable Hit stale, Throwable error)
			throws Throwable {
		if (stale == null || !(error instanceof Exception)) {
			throw error;
		}
		try {
			return serve(call, key, stale);
		}
		catch (CodecException ex) {
			// What the model threw is what the caller has to know.
			throw error;
		}
	}

	private Step.@Nullable Hit ended(Lead lead, Throwable error, long began) {
		if (isInterruption(error)) {
			lead.abandoned();
			return null;
		}
		return lead.failed(error, Duration.ofNanos(System.nanoTime() - began));
	}

	private static boolean isInterruption(Throwable error) {
		if (Thread.currentThread().isInterrupted()) {
			return true;
		}
		for (Throwable cause = error; cause != null; cause = cause.getCause()) {
			if (cause instanceof InterruptedException || cause instanceof ClosedByInterruptException) {
				return true;
			}
		}
		return false;
	}

	private void finish(Lead lead, Answer answer) {
		try {
			lead.done(answer);
		}
		catch (RuntimeException ex) {
			logger.warn("An answer could not be stored", ex);
		}
	}

	/** What may be done with the value; never throws. */
	Answer answer(CachedCall call, @Nullable Object value, Duration took) {
		try {
			boolean empty = value == null || call.codec().judge(value) == Verdict.EMPTY;
			boolean whole = value == null || empty || call.codec().judge(value) == Verdict.STORABLE;
			boolean store = whole && (!empty || call.policy().storeEmpty()) && !call.isUnwanted(value);
			return new Answer((value != null) ? call.codec().encode(value) : null,
					store ? Answer.Use.STORE : Answer.Use.SHARE, took);
		}
		catch (CodecException | RuntimeException ex) {
			if (this.told.add(call.operation() + " cannot be stored")) {
				logger.warn("Answers of {} cannot be stored: {}", call.operation(),
						(ex instanceof CodecException) ? ex.getMessage() : ex.getClass().getName());
			}
			return new Answer(null, Answer.Use.KEEP, took);
		}
	}

	private CacheCall<Object> bypass(CachedCall call, @Nullable CacheKey key, BypassReason reason, Observed observed)
			throws Throwable {
		observed.beforeLoad();
		long began = System.nanoTime();
		Object value = call.load();
		this.events.call(call.policy().cache(), CacheOutcome.BYPASS, reason, 0);
		return new CacheCall<>(value, CacheOutcome.BYPASS, reason, (key != null) ? key.digest().hex() : null, null,
				Duration.ofNanos(System.nanoTime() - began), null);
	}

	private void tell(CachedCall call, Keyed.None none) {
		if (!none.remedy().isEmpty() && this.told.add(call.operation() + " " + none.reason())) {
			logger.info("Bypassing the cache ({}): {} Further calls like this are only counted.", none.reason(),
					none.remedy());
		}
	}

	private void refresh(CachedCall call, CacheKey key, Refresh refresh) {
		try {
			this.refresher.execute(() -> run(call, key, refresh));
		}
		catch (RejectedExecutionException ex) {
			refresh.drop();
		}
	}

	private void run(CachedCall call, CacheKey key, Refresh refresh) {
		Lead lead = refresh.begin();
		if (lead == null) {
			return;
		}
		long began = System.nanoTime();
		try {
			Object value = call.load();
			Answer answer = answer(call, value, Duration.ofNanos(System.nanoTime() - began));
			// The caller may have changed its arguments since: then this answers another
			// question.
			boolean same = call.key() instanceof CacheKey now && now.digest().equals(key.digest());
			finish(lead, same ? answer : new Answer(null, Answer.Use.KEEP, answer.took()));
		}
		catch (Throwable ex) {
			ended(lead, ex, began);
			logger.debug("A refresh failed: {}", ex.getClass().getName());
		}
	}

}
