package io.llmcache.sample.desk;

import io.llmcache.CacheOutcome;
import io.llmcache.CacheStats;
import io.llmcache.sample.model.MeteredModel;
import io.llmcache.sample.model.ModelProperties.Price;
import io.llmcache.sample.model.Tokens;
import org.jspecify.annotations.Nullable;

/**
 * The running totals of this instance since its start.
 *
 * @param model name of the model
 * @param calls questions answered
 * @param hits answers that came from Redis
 * @param semanticHits those of them that were given to the same question in other words
 * @param misses answers that a customer waited for the model to give
 * @param coalesced answers shared with another customer who asked the same just then
 * @param bypassed answers given past the cache
 * @param hitRate share of hits among hits and misses; null before the first of either
 * @param modelCalls calls to the model
 * @param modelTokens tokens of those calls
 * @param modelCost what they cost
 * @param savedMillis milliseconds of model time that nobody had to wait for
 * @param savedTokens tokens not paid for, estimated
 * @param savedMoney what they would have cost
 * @param currency currency of the two sums
 */
public record Books(String model, long calls, long hits, long semanticHits, long misses, long coalesced, long bypassed,
		@Nullable Double hitRate, long modelCalls, long modelTokens, double modelCost, long savedMillis,
		long savedTokens, double savedMoney, String currency) {

	static Books of(MeteredModel model, @Nullable CacheStats stats, Tokens saved, Price price) {
		long hits = (stats != null) ? stats.hits() : 0;
		long semanticHits = (stats != null) ? stats.count(CacheOutcome.SEMANTIC_HIT) : 0;
		long misses = (stats != null) ? stats.misses() : 0;
		long coalesced = (stats != null) ? stats.count(CacheOutcome.COALESCED) : 0;
		long bypassed = (stats != null) ? stats.count(CacheOutcome.BYPASS) : model.calls();
		return new Books(model.name(), hits + misses + coalesced + bypassed, hits, semanticHits, misses, coalesced,
				bypassed, (stats != null && hits + misses > 0) ? stats.hitRate() : null, model.calls(),
				model.tokens().total(), price.of(model.tokens()), (stats != null) ? stats.savedMillis() : 0,
				saved.total(), price.of(saved), price.currency());
	}

}
