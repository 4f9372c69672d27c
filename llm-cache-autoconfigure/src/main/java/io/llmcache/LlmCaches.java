package io.llmcache;

import java.util.Set;
import java.util.concurrent.Callable;

import org.jspecify.annotations.Nullable;

/**
 * The caches without an annotation: what {@link LlmCached} does, said in code, with the
 * outcome told. Thread-safe. Trouble with Redis never surfaces as an exception.
 */
public interface LlmCaches {

	/**
	 * The stored answer, or else the loader's, stored.
	 * @param request the request
	 * @param loader calls the model; called on this thread, at most once
	 * @param <T> the type of the answer
	 * @throws Exception what the loader threw, for every caller that waited for it
	 * @throws LlmCacheConfigurationException when the value type cannot be stored
	 */
	<T> CacheCall<T> call(CacheRequest<T> request, Callable<? extends @Nullable T> loader) throws Exception;

	/**
	 * The stored answer, if there is one that may be served; never waits for a load.
	 * @param request the request
	 * @param <T> the type of the answer
	 * @return a call with outcome {@link CacheOutcome#MISS} and no value when there is
	 * none
	 */
	<T> CacheCall<T> get(CacheRequest<T> request);

	/**
	 * Stores an answer in place of whatever is there; a running load of the same request
	 * will not overwrite it.
	 * @param request the request
	 * @param value the answer
	 * @param <T> the type of the answer
	 */
	<T> WriteOutcome put(CacheRequest<T> request, T value);

	/**
	 * Removes the answer to one request.
	 * @param request the request
	 */
	WriteOutcome evict(CacheRequest<?> request);

	/**
	 * Removes one answer by its digest, in the versions of the cache that this JVM uses.
	 * @param cache the cache
	 * @param digest 64 hexadecimal digits, as in {@link CacheCall#digest()}
	 */
	WriteOutcome evict(String cache, String digest);

	/**
	 * Says that an answer given by {@link CacheOutcome#SEMANTIC_HIT} was not the right
	 * one: this question never gets it again, as long as the answer lives.
	 * @param request the request that was answered
	 * @return {@link WriteOutcome#ABSENT} when its answer is not that of another question
	 */
	WriteOutcome reject(CacheRequest<?> request);

	/**
	 * The same by the digest of the request, in the versions of the cache that this JVM
	 * uses.
	 * @param cache the cache
	 * @param digest 64 hexadecimal digits, as in {@link CacheCall#digest()}
	 */
	WriteOutcome reject(String cache, String digest);

	/**
	 * What the semantic layer makes of a request: the nearest stored questions, what the
	 * guards think of them, and what it would do. Embeds once; counts and changes
	 * nothing.
	 * @param request the request
	 */
	Explanation explain(CacheRequest<?> request);

	/**
	 * The same for a question that is stored: its nearest neighbours, and what would keep
	 * it from being answered by one of them.
	 * @param cache the cache
	 * @param digest 64 hexadecimal digits, as in {@link CacheCall#digest()}
	 */
	Explanation explain(String cache, String digest);

	/**
	 * Voids everything of one tenant, in all caches.
	 * @param tenant the tenant
	 */
	WriteOutcome evictTenant(String tenant);

	/**
	 * Voids everything in one cache, in all its versions.
	 * @param cache the cache
	 */
	WriteOutcome clear(String cache);

	/**
	 * Voids everything under the prefix of this application.
	 */
	WriteOutcome clearAll();

	/**
	 * The caches that this JVM knows.
	 */
	Set<String> names();

	/**
	 * What a cache did in this JVM; all zero for one that was never used.
	 * @param cache the cache
	 */
	CacheStats stats(String cache);

	/**
	 * Calls code that in turn calls an annotated method on this thread, and tells the
	 * outcome of that call; of the last one where there are several.
	 * @param code calls the annotated method
	 * @param <T> what the code returns
	 * @return a call with outcome {@link CacheOutcome#BYPASS} and no reason when no
	 * annotated method was called
	 * @throws Exception what the code threw
	 */
	<T> CacheCall<T> observed(Callable<? extends @Nullable T> code) throws Exception;

}
