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
	private final Map<String, Names> byCache = new ConcurrentHashMap<>();

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
		return names(context.cache()).contextual();
	}

	/**
	 * While the call runs, only its cache is known.
	 */
	@Override
	public KeyValues getLowCardinalityKeyValues(CallContext context) {
		Names names = names(context.cache());
		CacheCall<?> call = context.call();
		if (call == null) {
			return (context.getError() != null) ? names.failed() : names.running();
		}
		BypassReason reason = call.reason();
		if (reason != null) {
			return values(context.cache(), call.outcome(), this.reasons.getOrDefault(reason, NO_REASON));
		}
		return names.done().getOrDefault(call.outcome(), names.running());
	}

	private Names names(String cache) {
		Names known = this.byCache.get(cache);
		return (known != null) ? known : this.byCache.computeIfAbsent(cache, this::namesOf);
	}

	private Names namesOf(String cache) {
		KeyValue name = CallKeys.CACHE.withValue(cache);
		Map<CacheOutcome, KeyValues> done = new EnumMap<>(CacheOutcome.class);
		for (CacheOutcome outcome : CacheOutcome.values()) {
			done.put(outcome, values(cache, outcome, NO_REASON));
		}
		return new Names("llm-cache " + cache, KeyValues.of(name), KeyValues.of(name, FAILURE, NO_REASON), done);
	}

	private KeyValues values(String cache, CacheOutcome outcome, KeyValue reason) {
		return KeyValues.of(CallKeys.CACHE.withValue(cache), this.outcomes.getOrDefault(outcome, FAILURE), reason);
	}

	/**
	 * What the calls of one cache are called.
	 *
	 * @param contextual name of their spans
	 * @param running key values of those that run
	 * @param failed key values of those that failed
	 * @param done key values of those with an answer that was not a bypass, by outcome
	 */
	private record Names(String contextual, KeyValues running, KeyValues failed, Map<CacheOutcome, KeyValues> done) {

	}

}
