package io.llmcache.engine;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

import io.llmcache.BypassReason;
import io.llmcache.CacheIncident;
import io.llmcache.CacheOutcome;
import io.llmcache.CacheStats;

/**
 * What one cache did in this JVM. Thread-safe; counting never blocks.
 */
final class CacheCounters {

	private final Map<CacheOutcome, LongAdder> outcomes = adders(CacheOutcome.class);

	private final Map<BypassReason, LongAdder> bypasses = adders(BypassReason.class);

	private final Map<CacheIncident, LongAdder> incidents = adders(CacheIncident.class);

	final SemanticCounters semantic = new SemanticCounters();

	final LongAdder loads = new LongAdder();

	final LongAdder failedLoads = new LongAdder();

	final LongAdder savedMillis = new LongAdder();

	static <E extends Enum<E>> Map<E, LongAdder> adders(Class<E> kinds) {
		Map<E, LongAdder> adders = new EnumMap<>(kinds);
		for (E kind : kinds.getEnumConstants()) {
			adders.put(kind, new LongAdder());
		}
		return adders;
	}

	LongAdder of(CacheOutcome outcome) {
		return adder(this.outcomes, outcome);
	}

	LongAdder of(BypassReason reason) {
		return adder(this.bypasses, reason);
	}

	LongAdder of(CacheIncident incident) {
		return adder(this.incidents, incident);
	}

	static <E extends Enum<E>> LongAdder adder(Map<E, LongAdder> adders, E kind) {
		LongAdder adder = adders.get(kind);
		if (adder == null) {
			throw new IllegalStateException("No counter of " + kind);
		}
		return adder;
	}

	CacheStats stats() {
		return new CacheStats(sums(this.outcomes, CacheOutcome.class), sums(this.bypasses, BypassReason.class),
				sums(this.incidents, CacheIncident.class), this.loads.sum(), this.failedLoads.sum(),
				this.savedMillis.sum(), this.semantic.stats());
	}

	static <E extends Enum<E>> Map<E, Long> sums(Map<E, LongAdder> adders, Class<E> kinds) {
		Map<E, Long> sums = new EnumMap<>(kinds);
		adders.forEach((kind, adder) -> sums.put(kind, adder.sum()));
		return sums;
	}

}
