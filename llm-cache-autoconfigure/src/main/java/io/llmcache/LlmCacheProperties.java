package io.llmcache;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import io.llmcache.CachePolicy.OnDeadline;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.boot.context.properties.bind.Name;
import org.springframework.util.unit.DataSize;

/**
 * Everything that can be set under {@code llm.cache}.
 *
 * @param enabled Whether anything is cached; false leaves no bean, thread or key behind.
 * @param prefix Start of every Redis key. Default is 'llm:' and the application's name.
 * @param promptVersion Version joined to the prompt version of every cache: a new value
 * retires all older entries.
 * @param ttl How long an answer is fresh.
 * @param ttlJitter Share of the ttl, from 0 to 0.5, by which it varies either way, so
 * that answers stored together do not end together.
 * @param maxAge Age at which an answer ends, however often it is asked for. Default is
 * seven times the ttl.
 * @param staleWhileRevalidate How long past its fresh life an answer is served while a
 * new one is fetched.
 * @param staleIfError How long past its fresh life an answer is served when the model
 * fails.
 * @param loadDeadline How long a load is waited for, and its lease renewed.
 * @param operationTimeout How long a Redis command may take before the call goes on
 * without the cache.
 * @param maxEntrySize Largest answer that is stored.
 * @param maxKeyInput Largest request that is given a key; larger ones bypass the cache.
 * @param storeEmpty Whether null, blank and empty answers are stored.
 * @param tenant Whether every request must belong to a tenant.
 * @param normalise What is evened out in the prompt before it becomes part of the key.
 * @param sampling What happens to requests for varied answers.
 * @param unknownTemperature What happens to requests that show no temperature.
 * @param tools What happens to requests that offer tools to the model.
 * @param keySecret Secret, at least 16 characters, that turns digests into HMACs so that
 * nobody with read access can test guesses. A new secret retires all older entries.
 * @param hot When and for how long hits prolong the life of an answer.
 * @param lock How callers wait for one another.
 * @param refresh How stale answers are fetched anew.
 * @param breaker How Redis trouble is noticed and its end awaited.
 * @param health What the health contributor says.
 * @param semantic How the same question in other words is recognised.
 * @param caches Settings of single caches by name; they beat annotations.
 */
@ConfigurationProperties("llm.cache")
public record LlmCacheProperties(@DefaultValue("true") boolean enabled, @Nullable String prefix,
		@Nullable String promptVersion, @DefaultValue("24h") Duration ttl, @DefaultValue("0.05") double ttlJitter,
		@Nullable Duration maxAge, @DefaultValue("0s") Duration staleWhileRevalidate,
		@DefaultValue("0s") Duration staleIfError, @DefaultValue("60s") Duration loadDeadline,
		@DefaultValue("200ms") Duration operationTimeout, @DefaultValue("1MB") DataSize maxEntrySize,
		@DefaultValue("10MB") DataSize maxKeyInput, @DefaultValue("false") boolean storeEmpty,
		@DefaultValue("none") TenantMode tenant, @DefaultValue("none") Normalise normalise,
		@DefaultValue("deterministic") Sampling sampling, @DefaultValue("cache") UnknownTemperature unknownTemperature,
		@DefaultValue("none") Tools tools, @Nullable String keySecret, @DefaultValue Hot hot, @DefaultValue Lock lock,
		@DefaultValue Refresh refresh, @DefaultValue Breaker breaker, @DefaultValue Health health,
		@DefaultValue Semantic semantic, @DefaultValue Map<String, Cache> caches) {

	/** Leaves the secret out. */
	@Override
	public String toString() {
		return "LlmCacheProperties[prefix=" + this.prefix + ", ttl=" + this.ttl + ", caches=" + this.caches.keySet()
				+ "]";
	}

	/**
	 * When and for how long hits prolong the life of an answer.
	 *
	 * @param threshold Hits within the window that make an answer hot; 0 switches sliding
	 * off.
	 * @param window Window in which hits are counted.
	 * @param ttl Fresh life that a hot answer is kept at; never above the cache's ttl.
	 */
	public record Hot(@DefaultValue("10") int threshold, @DefaultValue("1h") Duration window,
			@DefaultValue("6h") Duration ttl) {

	}

	/**
	 * How callers wait for one another.
	 *
	 * @param lease Life of the right to load; renewed at a third of it while the load
	 * runs.
	 * @param patience How long another JVM's load is waited for before this JVM loads for
	 * itself.
	 * @param onDeadline What waiting callers do when the load deadline passes.
	 */
	public record Lock(@DefaultValue("10s") Duration lease, @Name("wait") @DefaultValue("20s") Duration patience,
			@DefaultValue("fail") OnDeadline onDeadline) {

	}

	/**
	 * How stale answers are fetched anew.
	 *
	 * @param threads Number of threads that call the model for refreshes.
	 * @param queue Refreshes that wait for a thread; more are left to a later hit.
	 * @param backoff Pause after a failed refresh before the next try.
	 */
	public record Refresh(@DefaultValue("4") int threads, @DefaultValue("64") int queue,
			@DefaultValue("10s") Duration backoff) {

	}

	/**
	 * How Redis trouble is noticed and its end awaited.
	 *
	 * @param probe Pause between probes while Redis does not answer.
	 */
	public record Breaker(@DefaultValue("500ms") Duration probe) {

	}

	/**
	 * What the health contributor says.
	 *
	 * @param downWhenUnavailable Whether the application is DOWN while the cache has no
	 * Redis, instead of UNKNOWN.
	 */
	public record Health(@DefaultValue("false") boolean downWhenUnavailable) {

	}

	/**
	 * How the same question in other words is recognised.
	 *
	 * @param mode Whether it is looked for, and whether its answer is served.
	 * @param threshold Cosine from 0 to 1 from which on two questions may be the same.
	 * Default is that of the embedding model.
	 * @param withoutGuards Guards that are not asked.
	 * @param questionKey Whether canonical forms of questions are compared before
	 * anything is embedded.
	 * @param questionFamilies Families of rules of the question key that are off by
	 * default.
	 * @param questionWords Words or phrases of the domain and what they stand for, in the
	 * question key.
	 * @param embedder Name of the bean that embeds, where there are several.
	 * @param embeddingModel Id of the embedding model, where the bean does not tell a
	 * stable one; part of everything stored.
	 * @param embedTimeout How long an embedding may take before the call goes on without.
	 * @param embedThreads Number of threads that embed.
	 * @param embedQueue Questions that wait for a thread; more go on without.
	 * @param index Who proposes stored questions.
	 * @param vector How vectors are stored.
	 * @param mirror The index in this JVM.
	 * @param queryEngine The index of Redis' query engine.
	 */
	public record Semantic(@DefaultValue("off") SemanticMode mode, @Nullable Double threshold,
			@DefaultValue Set<String> withoutGuards, @DefaultValue("en") QuestionKey questionKey,
			@DefaultValue Set<QuestionFamily> questionFamilies, @DefaultValue Map<String, String> questionWords,
			@Nullable String embedder, @Nullable String embeddingModel, @DefaultValue("2s") Duration embedTimeout,
			@DefaultValue("2") int embedThreads, @DefaultValue("64") int embedQueue,
			@DefaultValue("auto") IndexChoice index, @DefaultValue("float16") VectorForm vector,
			@DefaultValue Mirror mirror, @DefaultValue QueryEngine queryEngine) {

		/** Who proposes stored questions. */
		public enum IndexChoice {

			/**
			 * The mirror up to its bound, beyond it the query engine where there is one.
			 */
			AUTO,

			/** An index in this JVM; works with any Redis. */
			MIRROR,

			/** Redis' query engine. */
			QUERY_ENGINE,

			/** Vector sets of Redis 8. */
			VECTOR_SET

		}

		/** How vectors are stored. */
		public enum VectorForm {

			/** Two bytes a component; the cosine moves by less than 1e-4. */
			FLOAT16,

			/** Four bytes a component, for engines that know nothing else. */
			FLOAT32

		}

	}

	/**
	 * The index in this JVM.
	 *
	 * @param maxEntries Questions that it holds at most, about 120 bytes each.
	 * @param rebuild Pause between two readings of all documents.
	 */
	public record Mirror(@DefaultValue("250000") int maxEntries, @DefaultValue("6h") Duration rebuild) {

	}

	/**
	 * The index of Redis' query engine.
	 *
	 * @param algorithm How it searches.
	 */
	public record QueryEngine(@DefaultValue("flat") Algorithm algorithm) {

		/** How the query engine searches. */
		public enum Algorithm {

			/** All documents of the scope: exact. */
			FLAT,

			/** A graph: faster on millions, and misses some. */
			HNSW

		}

	}

	/**
	 * Settings of the semantic layer for one cache.
	 *
	 * @param mode Whether the same question in other words is looked for, and whether its
	 * answer is served.
	 * @param threshold Cosine from 0 to 1 from which on two questions may be the same.
	 * @param withoutGuards Guards that are not asked.
	 * @param questionKey Whether canonical forms of questions are compared.
	 */
	public record CacheSemantic(@Nullable SemanticMode mode, @Nullable Double threshold,
			@Nullable Set<String> withoutGuards, @Nullable QuestionKey questionKey) {

	}

	/**
	 * Settings of one cache.
	 *
	 * @param promptVersion Version joined to the one in the annotation: a new value
	 * retires the older entries of this cache.
	 * @param model Model that answers, where no argument tells; part of the key.
	 * @param ttl How long an answer is fresh.
	 * @param maxAge Age at which an answer ends, however often it is asked for.
	 * @param staleWhileRevalidate How long past its fresh life an answer is served while
	 * a new one is fetched.
	 * @param staleIfError How long past its fresh life an answer is served when the model
	 * fails.
	 * @param loadDeadline How long a load is waited for, and its lease renewed.
	 * @param maxEntrySize Largest answer that is stored.
	 * @param storeEmpty Whether null, blank and empty answers are stored.
	 * @param tenant Whether every request must belong to a tenant.
	 * @param normalise What is evened out in the prompt before it becomes part of the
	 * key.
	 * @param sampling What happens to requests for varied answers.
	 * @param unknownTemperature What happens to requests that show no temperature.
	 * @param tools What happens to requests that offer tools to the model.
	 * @param semantic How the same question in other words is recognised.
	 */
	public record Cache(@Nullable String promptVersion, @Nullable String model, @Nullable Duration ttl,
			@Nullable Duration maxAge, @Nullable Duration staleWhileRevalidate, @Nullable Duration staleIfError,
			@Nullable Duration loadDeadline, @Nullable DataSize maxEntrySize, @Nullable Boolean storeEmpty,
			@Nullable TenantMode tenant, @Nullable Normalise normalise, @Nullable Sampling sampling,
			@Nullable UnknownTemperature unknownTemperature, @Nullable Tools tools, @Nullable CacheSemantic semantic) {

	}

}
