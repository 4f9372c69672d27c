package io.llmcache.observe;

import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.llmcache.BypassReason;
import io.llmcache.CacheCall;
import io.llmcache.CacheOutcome;
import io.llmcache.observe.LlmCacheDocumentation.CallKeys;
import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;

/**
 * {@code llm.cache.call} with cache, outcome and reason.
 */
public class DefaultCallConvention implements CallConvention {

	/** Name of the observation, hence of its timer. */
	public static final String NAME = "llm.cache.call";

	private static final KeyValue NO_REASON = CallKeys.REASON.withValue("none");

	private static final KeyValue FAILURE = CallKeys.OUTCOME.withValue("failure");

	private final Map<CacheOutcome, KeyValue> outcomes = new EnumMap<>(CacheOutcome.class);

	private final Map<BypassReason, KeyValue> reasons = new EnumMap<>(BypassReason.class);

	/** The few sets there are: built once, a hit only looks them up. */
	private final Map<String, Map<CacheOutcome, KeyValues>> unbypassed = new ConcurrentHashMap<>();

	/**
	 * The convention.
	 */
	public DefaultCallConvention() {
		for (CacheOutcome outcome : CacheOutcome.values()) {
			this.outcomes.put(outcome, CallKeys.OUTCOME.withValue(text(outcome)));
		}
		for (BypassReason reason : BypassReason.values()) {
			this.reasons.put(reason, CallKeys.REASON.withValue(text(reason)));
		}
	}

	static String text(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT);
	}

	@Override
	public String getName() {
		return NAME;
	}

	@Override
	public String getContextualName(CallContext context) {
		return "llm-cache " + context.cache();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(CallContext context) {
		CacheCall<?> call = context.call();
		if (call == null) {
			return KeyValues.of(CallKeys.CACHE.withValue(context.cache()), FAILURE, NO_REASON);
		}
		BypassReason reason = call.reason();
		if (reason != null) {
			return values(context.cache(), call.outcome(), this.reasons.getOrDefault(reason, NO_REASON));
		}
		Map<CacheOutcome, KeyValues> ofCache = this.unbypassed.computeIfAbsent(context.cache(), this::valuesOf);
		return ofCache.getOrDefault(call.outcome(), KeyValues.empty());
	}

	private Map<CacheOutcome, KeyValues> valuesOf(String cache) {
		Map<CacheOutcome, KeyValues> all = new EnumMap<>(CacheOutcome.class);
		for (CacheOutcome outcome : CacheOutcome.values()) {
			all.put(outcome, values(cache, outcome, NO_REASON));
		}
		return all;
	}

	private KeyValues values(String cache, CacheOutcome outcome, KeyValue reason) {
		return KeyValues.of(CallKeys.CACHE.withValue(cache), this.outcomes.getOrDefault(outcome, FAILURE), reason);
	}

}
