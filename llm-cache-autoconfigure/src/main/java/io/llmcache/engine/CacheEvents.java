package io.llmcache.engine;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.llmcache.BypassReason;
import io.llmcache.CacheIncident;
import io.llmcache.CacheOutcome;
import io.llmcache.CacheStats;
import io.llmcache.LlmCacheListener;
import io.llmcache.SemanticMatch.Via;
import io.llmcache.semantic.SemanticLayer.Finding;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Counts what happens and tells the listeners. Thread-safe.
 */
public final class CacheEvents {

	private static final Logger logger = LoggerFactory.getLogger(CacheEvents.class);

	private final Map<String, CacheCounters> counters = new ConcurrentHashMap<>();

	private final List<Consumer<String>> newcomers = new CopyOnWriteArrayList<>();

	private final List<BiConsumer<String, String>> objectors = new CopyOnWriteArrayList<>();

	private final List<LlmCacheListener> listeners;

	private final Set<String> failed = ConcurrentHashMap.newKeySet();

	/**
	 * Events for listeners.
	 * @param listeners told of each, in order
	 */
	public CacheEvents(List<LlmCacheListener> listeners) {
		this.listeners = List.copyOf(listeners);
	}

	/**
	 * A call has its answer.
	 * @param cache the cache
	 * @param outcome what the caller got
	 * @param reason why the cache was bypassed
	 * @param savedMillis model time that the caller did not wait for
	 */
	public void call(String cache, CacheOutcome outcome, @Nullable BypassReason reason, long savedMillis) {
		CacheCounters counters = counters(cache);
		counters.of(outcome).increment();
		if (reason != null) {
			counters.of(reason).increment();
		}
		if (savedMillis > 0) {
			counters.savedMillis.add(savedMillis);
		}
		if (!this.listeners.isEmpty()) {
			tell((listener) -> listener.onCall(cache, outcome, reason, Duration.ofMillis(savedMillis)));
		}
	}

	/**
	 * A load has ended.
	 * @param cache the cache
	 * @param took how long it took
	 * @param failure what it threw, or null
	 */
	public void load(String cache, Duration took, @Nullable Throwable failure) {
		CacheCounters counters = counters(cache);
		counters.loads.increment();
		if (failure != null) {
			counters.failedLoads.increment();
		}
		tell((listener) -> listener.onLoad(cache, took, failure));
	}

	/**
	 * The same question in other words was looked for.
	 * @param cache the cache
	 * @param finding what came of it
	 */
	void looked(String cache, Finding finding) {
		SemanticCounters semantic = counters(cache).semantic;
		if (finding.embedded()) {
			semantic.embeddings.increment();
		}
		if (finding.failed()) {
			semantic.failedEmbeddings.increment();
			incident(cache, CacheIncident.EMBEDDING_FAILED);
		}
		for (String guard : finding.vetoes()) {
			veto(cache, semantic, guard);
			tell((listener) -> listener.onVeto(cache, guard));
		}
	}

	private void veto(String cache, SemanticCounters semantic, String guard) {
		LongAdder known = semantic.vetoes.get(guard);
		if (known == null) {
			LongAdder fresh = new LongAdder();
			known = semantic.vetoes.putIfAbsent(guard, fresh);
			if (known == null) {
				known = fresh;
				this.objectors.forEach((objector) -> objector.accept(cache, guard));
			}
		}
		known.increment();
	}

	/**
	 * Has something done for each guard once it speaks against a pair in a cache.
	 * @param objector is handed the cache and the guard
	 */
	public void onGuard(BiConsumer<String, String> objector) {
		this.objectors.add(objector);
	}

	/**
	 * The answer to another question was served.
	 * @param cache the cache
	 * @param via how it was found
	 */
	public void matched(String cache, Via via) {
		counters(cache).semantic.of(via).increment();
	}

	/** An answer would have been served; the model has said the same, or not. */
	void shadow(String cache, boolean equal) {
		SemanticCounters semantic = counters(cache).semantic;
		semantic.matches.increment();
		if (equal) {
			semantic.equal.increment();
			likeness(cache, 1);
		}
	}

	/** How alike the answer that would have been served and the model's are. */
	void likeness(String cache, double cosine) {
		SemanticCounters semantic = counters(cache).semantic;
		semantic.compared.increment();
		semantic.likeness.add(cosine);
	}

	/**
	 * Something happened beside the outcome.
	 * @param cache the cache
	 * @param incident what
	 */
	public void incident(String cache, CacheIncident incident) {
		counters(cache).of(incident).increment();
		tell((listener) -> listener.onIncident(cache, incident));
	}

	private void tell(Consumer<LlmCacheListener> event) {
		for (LlmCacheListener listener : this.listeners) {
			try {
				event.accept(listener);
			}
			catch (Exception | LinkageError | AssertionError ex) {
				// Not its message: it may quote the failure of a load.
				if (this.failed.add(listener.getClass().getName() + " " + ex.getClass().getName())) {
					logger.warn("The cache listener {} failed with {}. Further ones like this are not logged.",
							listener.getClass().getName(), ex.getClass().getName());
				}
			}
		}
	}

	private CacheCounters counters(String cache) {
		CacheCounters known = this.counters.get(cache);
		if (known != null) {
			return known;
		}
		CacheCounters fresh = new CacheCounters();
		CacheCounters first = this.counters.putIfAbsent(cache, fresh);
		if (first != null) {
			return first;
		}
		this.newcomers.forEach((newcomer) -> newcomer.accept(cache));
		return fresh;
	}

	/**
	 * Has something done for each cache once something happens in it.
	 * @param newcomer is handed the name, of those known already at once
	 */
	public void onCache(Consumer<String> newcomer) {
		this.newcomers.add(newcomer);
		caches().forEach(newcomer);
	}

	/**
	 * A cache is going to be used: its meters are there from now on, at zero.
	 * @param cache the cache
	 */
	public void expect(String cache) {
		counters(cache);
	}

	/**
	 * What a cache did so far.
	 * @param cache the cache
	 */
	public CacheStats stats(String cache) {
		CacheCounters known = this.counters.get(cache);
		return (known != null) ? known.stats() : new CacheCounters().stats();
	}

	/**
	 * The caches in which something has happened.
	 */
	public Set<String> caches() {
		return new TreeSet<>(this.counters.keySet());
	}

}
