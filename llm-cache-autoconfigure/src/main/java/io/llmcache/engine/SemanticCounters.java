package io.llmcache.engine;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.concurrent.atomic.LongAdder;

import io.llmcache.SemanticMatch.Via;
import io.llmcache.SemanticStats;
import io.llmcache.SemanticStats.Shadow;

/**
 * What the semantic layer did for one cache in this JVM. Thread-safe; counting never
 * blocks.
 */
final class SemanticCounters {

	private final Map<Via, LongAdder> hits = CacheCounters.adders(Via.class);

	/** By name: there are as many as guards. */
	final Map<String, LongAdder> vetoes = new ConcurrentHashMap<>();

	final LongAdder embeddings = new LongAdder();

	final LongAdder failedEmbeddings = new LongAdder();

	final LongAdder matches = new LongAdder();

	final LongAdder equal = new LongAdder();

	final LongAdder compared = new LongAdder();

	final DoubleAdder likeness = new DoubleAdder();

	LongAdder of(Via via) {
		return CacheCounters.adder(this.hits, via);
	}

	SemanticStats stats() {
		Map<String, Long> vetoes = new TreeMap<>();
		this.vetoes.forEach((guard, count) -> vetoes.put(guard, count.sum()));
		long compared = this.compared.sum();
		Shadow shadow = new Shadow(this.matches.sum(), this.equal.sum(), compared,
				(compared > 0) ? (Double) (this.likeness.sum() / compared) : null);
		return new SemanticStats(CacheCounters.sums(this.hits, Via.class), vetoes, this.embeddings.sum(),
				this.failedEmbeddings.sum(), shadow);
	}

}
