package io.llmcache.observe;

import java.util.function.ToDoubleFunction;

import io.llmcache.BypassReason;
import io.llmcache.CacheIncident;
import io.llmcache.CacheOutcome;
import io.llmcache.CacheStats;
import io.llmcache.SemanticMatch.Via;
import io.llmcache.engine.CacheEvents;
import io.llmcache.engine.ResponseCache;
import io.llmcache.store.ResponseStore;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.BaseUnits;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * The counters of each cache as meters: read when they are asked for, so they cost a call
 * nothing.
 */
public final class CacheMeters implements MeterBinder {

	/** Calls by {@code outcome}. */
	public static final String REQUESTS = "llm.cache.requests";

	/** Bypassed calls by {@code reason}. */
	public static final String BYPASSES = "llm.cache.bypasses";

	/** What happened beside the outcome, by {@code incident}. */
	public static final String INCIDENTS = "llm.cache.incidents";

	/** Calls of the model on behalf of the cache, by {@code result}. */
	public static final String LOADS = "llm.cache.loads";

	/** Milliseconds of model time that nobody had to wait for. */
	public static final String SAVED = "llm.cache.saved";

	/** Answers to the same question in other words, by {@code via}. */
	public static final String MATCHES = "llm.cache.semantic.hits";

	/** Pairs of questions that a {@code guard} spoke against. */
	public static final String VETOES = "llm.cache.semantic.vetoes";

	/** Questions embedded, by {@code result}. */
	public static final String EMBEDDINGS = "llm.cache.semantic.embeddings";

	/** Matches in shadow mode, by whether the model gave the same {@code answer}. */
	public static final String SHADOW = "llm.cache.semantic.shadow";

	/** Loads and waits under way. */
	public static final String UNDER_WAY = "llm.cache.under.way";

	/** 1 while Redis answers, else 0. */
	public static final String AVAILABLE = "llm.cache.available";

	private final CacheEvents events;

	private final ResponseCache cache;

	private final ResponseStore store;

	/**
	 * Meters of the caches.
	 * @param events counts
	 * @param cache knows what is under way
	 * @param store knows whether Redis answers
	 */
	public CacheMeters(CacheEvents events, ResponseCache cache, ResponseStore store) {
		this.events = events;
		this.cache = cache;
		this.store = store;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Gauge.builder(UNDER_WAY, this.cache, ResponseCache::underWay)
			.description("Loads and waits under way")
			.register(registry);
		Gauge.builder(AVAILABLE, this.store, (store) -> store.isAvailable() ? 1 : 0)
			.description("Whether Redis answers")
			.register(registry);
		this.events.onCache((name) -> {
			bind(name, registry);
			bindSemantic(name, registry);
		});
		this.events.onGuard((name,
				guard) -> counter(name, VETOES, "Pairs of questions that a guard spoke against",
						Tags.of("guard", guard), (stats) -> stats.semantic().vetoes().getOrDefault(guard, 0L))
					.register(registry));
	}

	private void bind(String name, MeterRegistry registry) {
		for (CacheOutcome outcome : CacheOutcome.values()) {
			counter(name, REQUESTS, "Calls by what the caller got",
					Tags.of("outcome", DefaultCallConvention.text(outcome)), (stats) -> stats.count(outcome))
				.register(registry);
		}
		for (BypassReason reason : BypassReason.values()) {
			counter(name, BYPASSES, "Calls past the cache", Tags.of("reason", DefaultCallConvention.text(reason)),
					(stats) -> stats.bypasses().getOrDefault(reason, 0L))
				.register(registry);
		}
		for (CacheIncident incident : CacheIncident.values()) {
			counter(name, INCIDENTS, "What happened beside the outcome",
					Tags.of("incident", DefaultCallConvention.text(incident)), (stats) -> stats.count(incident))
				.register(registry);
		}
		counter(name, LOADS, "Calls of the model for the cache", Tags.of("result", "success"),
				(stats) -> stats.loads() - stats.failedLoads())
			.register(registry);
		counter(name, LOADS, "Calls of the model for the cache", Tags.of("result", "failure"), CacheStats::failedLoads)
			.register(registry);
		counter(name, SAVED, "Model time that nobody had to wait for", Tags.empty(), CacheStats::savedMillis)
			.baseUnit(BaseUnits.MILLISECONDS)
			.register(registry);
	}

	private void bindSemantic(String name, MeterRegistry registry) {
		for (Via via : Via.values()) {
			counter(name, MATCHES, "Answers to the same question in other words",
					Tags.of("via", DefaultCallConvention.text(via)),
					(stats) -> stats.semantic().hits().getOrDefault(via, 0L))
				.register(registry);
		}
		counter(name, EMBEDDINGS, "Questions embedded", Tags.of("result", "success"),
				(stats) -> stats.semantic().embeddings() - stats.semantic().failedEmbeddings())
			.register(registry);
		counter(name, EMBEDDINGS, "Questions embedded", Tags.of("result", "failure"),
				(stats) -> stats.semantic().failedEmbeddings())
			.register(registry);
		counter(name, SHADOW, "Matches that were not served", Tags.of("answer", "equal"),
				(stats) -> stats.semantic().shadow().equal())
			.register(registry);
		counter(name, SHADOW, "Matches that were not served", Tags.of("answer", "other"),
				(stats) -> stats.semantic().shadow().matches() - stats.semantic().shadow().equal())
			.register(registry);
	}

	private FunctionCounter.Builder<CacheEvents> counter(String cache, String meter, String description, Tags tags,
			ToDoubleFunction<CacheStats> count) {
		return FunctionCounter.builder(meter, this.events, (events) -> count.applyAsDouble(events.stats(cache)))
			.description(description)
			.tags(Tags.of("cache", cache).and(tags));
	}

}
