package io.llmcache;

import java.util.Map;

/**
 * What one cache did in this JVM since its start.
 *
 * @param outcomes number of calls by outcome
 * @param bypasses number of bypassed calls by reason
 * @param incidents number of incidents by kind
 * @param loads number of calls to the model on behalf of the cache, refreshes included,
 * bypassed calls not
 * @param failedLoads number of those that ended in an exception
 * @param savedMillis milliseconds of model time that hits and coalesced calls did not
 * have to wait for
 * @param semantic what the semantic layer did
 */
public record CacheStats(Map<CacheOutcome, Long> outcomes, Map<BypassReason, Long> bypasses,
		Map<CacheIncident, Long> incidents, long loads, long failedLoads, long savedMillis, SemanticStats semantic) {

	/**
	 * Hits: exact, semantic and stale.
	 */
	public long hits() {
		return count(CacheOutcome.EXACT_HIT) + count(CacheOutcome.SEMANTIC_HIT) + count(CacheOutcome.STALE_HIT);
	}

	/**
	 * Loads that a caller waited for.
	 */
	public long misses() {
		return count(CacheOutcome.MISS);
	}

	/**
	 * {@code hits / (hits + misses)}; NaN before the first of either. Coalesced and
	 * bypassed calls count in neither.
	 */
	public double hitRate() {
		return (double) hits() / (hits() + misses());
	}

	/**
	 * {@code coalesced / misses}: how many callers shared each load; NaN before the first
	 * miss.
	 */
	public double stampedeRate() {
		return (double) count(CacheOutcome.COALESCED) / misses();
	}

	/**
	 * Number of calls with the given outcome.
	 * @param outcome the outcome
	 */
	public long count(CacheOutcome outcome) {
		return this.outcomes.getOrDefault(outcome, 0L);
	}

	/**
	 * Number of incidents of the given kind.
	 * @param incident the kind
	 */
	public long count(CacheIncident incident) {
		return this.incidents.getOrDefault(incident, 0L);
	}

}
