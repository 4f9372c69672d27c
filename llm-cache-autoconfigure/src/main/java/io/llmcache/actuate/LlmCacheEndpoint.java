package io.llmcache.actuate;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

import io.llmcache.CachePolicy;
import io.llmcache.CacheStats;
import io.llmcache.Explanation;
import io.llmcache.LlmCaches;
import io.llmcache.WriteOutcome;
import io.llmcache.intercept.CachedOperation;
import io.llmcache.intercept.Directory;
import io.llmcache.key.KeyDescription;
import io.llmcache.semantic.SemanticReport;
import io.llmcache.store.Concern;
import io.llmcache.store.ResponseStore;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * The caches of this JVM: what is in force, what they did, and, where
 * {@code management.endpoint.llmcache.access} is {@code unrestricted}, how to empty them.
 * Shows no prompt, argument, answer or tenant.
 */
@Endpoint(id = "llmcache", defaultAccess = Access.READ_ONLY)
public final class LlmCacheEndpoint {

	private static final long ENOUGH_TO_TELL = 100;

	private final LlmCaches caches;

	private final Directory directory;

	private final ResponseStore store;

	private final String prefix;

	private final Supplier<List<Concern>> concerns;

	private final Supplier<@Nullable SemanticReport> semantic;

	/**
	 * An endpoint.
	 * @param caches do the work
	 * @param directory knows the operations
	 * @param store knows whether Redis answers
	 * @param prefix start of every Redis key
	 * @param concerns tells what an operator should mend about Redis
	 * @param semantic tells of the semantic layer; of nothing while it is off
	 */
	public LlmCacheEndpoint(LlmCaches caches, Directory directory, ResponseStore store, String prefix,
			Supplier<List<Concern>> concerns, Supplier<@Nullable SemanticReport> semantic) {
		this.caches = caches;
		this.directory = directory;
		this.store = store;
		this.prefix = prefix;
		this.concerns = concerns;
		this.semantic = semantic;
	}

	/**
	 * All caches.
	 */
	@ReadOperation
	public Overview overview() {
		Map<String, Summary> summaries = new TreeMap<>();
		this.caches.names().forEach((name) -> summaries.put(name, summary(name)));
		return new Overview(this.prefix, this.store.isAvailable(), Concern.texts(this.concerns.get()), summaries,
				this.semantic.get());
	}

	/**
	 * One cache.
	 * @param cache its name
	 * @return null when this JVM does not know it
	 */
	@ReadOperation
	public @Nullable Details cache(@Selector String cache) {
		if (!this.caches.names().contains(cache)) {
			return null;
		}
		List<Operation> operations = this.directory.operations(cache).stream().map(Operation::of).toList();
		return new Details(summary(cache), this.caches.stats(cache), operations);
	}

	/**
	 * What the semantic layer makes of a stored question: its nearest neighbours by
	 * digest, what the guards think of them, and why.
	 * @param cache name of the cache
	 * @param digest 64 hexadecimal digits
	 */
	@ReadOperation
	public Explanation explain(@Selector String cache, @Selector String digest) {
		return this.caches.explain(cache, digest);
	}

	private Summary summary(String cache) {
		CacheStats stats = this.caches.stats(cache);
		return new Summary(this.directory.versions(cache).stream().sorted().toList(), stats.hits(), stats.misses(),
				rate(stats.hitRate()), rate(stats.stampedeRate()), stats.savedMillis(), advice(stats));
	}

	/** A rate that JSON can hold. */
	private static @Nullable Double rate(double rate) {
		return Double.isNaN(rate) || Double.isInfinite(rate) ? null : rate;
	}

	private static String advice(CacheStats stats) {
		if (stats.hits() + stats.misses() < ENOUGH_TO_TELL) {
			return "too few calls to tell";
		}
		if (stats.hitRate() < 0.1) {
			return "does not pay: look at what is in the key, or leave this cache out";
		}
		return (stats.hitRate() < 0.3) ? "barely pays: look at what is in the key" : "pays";
	}

	/**
	 * Voids everything under the prefix.
	 */
	@DeleteOperation
	public Done clearAll() {
		return new Done(this.caches.clearAll());
	}

	/**
	 * Voids one cache.
	 * @param cache its name
	 */
	@DeleteOperation
	public Done clear(@Selector String cache) {
		return new Done(this.caches.clear(cache));
	}

	/**
	 * Removes one answer.
	 * @param cache name of the cache
	 * @param digest 64 hexadecimal digits
	 */
	@DeleteOperation
	public Done evict(@Selector String cache, @Selector String digest) {
		return new Done(this.caches.evict(cache, digest));
	}

	/**
	 * Voids everything of a tenant, in all caches. In the body rather than the path:
	 * paths end up in access logs.
	 * @param tenant the tenant
	 */
	@WriteOperation
	public Done evictTenant(String tenant) {
		return new Done(this.caches.evictTenant(tenant));
	}

	/**
	 * What came of a write.
	 *
	 * @param outcome what
	 */
	public record Done(WriteOutcome outcome) {

	}

	/**
	 * All caches.
	 *
	 * @param prefix start of every Redis key
	 * @param available whether Redis answers
	 * @param concerns what an operator should mend about Redis, by name
	 * @param caches the caches by name
	 * @param semantic the semantic layer; null while it is off
	 */
	public record Overview(String prefix, boolean available, Map<String, String> concerns, Map<String, Summary> caches,
			@Nullable SemanticReport semantic) {

	}

	/**
	 * One cache in short.
	 *
	 * @param versions joined prompt versions in use
	 * @param hits calls served from the cache
	 * @param misses calls that waited for the model
	 * @param hitRate hits / (hits + misses); null before the first
	 * @param stampedeRate coalesced calls a miss; null before the first
	 * @param savedMillis model time that nobody had to wait for
	 * @param advice whether the cache pays
	 */
	public record Summary(List<String> versions, long hits, long misses, @Nullable Double hitRate,
			@Nullable Double stampedeRate, long savedMillis, String advice) {

	}

	/**
	 * One cache in full.
	 *
	 * @param summary in short
	 * @param counters everything counted in this JVM
	 * @param operations the annotated operations
	 */
	public record Details(Summary summary, CacheStats counters, List<Operation> operations) {

	}

	/**
	 * One annotated operation.
	 *
	 * @param policy what is in force and where each value comes from
	 * @param key what is in the key and what is not
	 */
	public record Operation(CachePolicy policy, KeyDescription key) {

		static Operation of(CachedOperation operation) {
			return new Operation(operation.policy(), operation.description());
		}

	}

}
