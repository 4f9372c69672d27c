package io.llmcache;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Told of what the caches do. Beans of this type are called on the thread of the event,
 * so they must be quick and thread-safe; an exception of theirs is logged and goes no
 * further. No method is handed a prompt, an argument, an answer or a tenant.
 */
public interface LlmCacheListener {

	/**
	 * A call has its answer.
	 * @param cache name of the cache
	 * @param outcome what the caller got
	 * @param reason why the cache was bypassed; null for every other outcome
	 * @param saved model time that the caller did not have to wait for; zero unless the
	 * answer was stored or shared
	 */
	default void onCall(String cache, CacheOutcome outcome, @Nullable BypassReason reason, Duration saved) {
	}

	/**
	 * A load on behalf of the cache has ended.
	 * @param cache name of the cache
	 * @param took how long the model took
	 * @param failure what it threw, or null
	 */
	default void onLoad(String cache, Duration took, @Nullable Throwable failure) {
	}

	/**
	 * A stored question was near enough, but a guard spoke against serving its answer.
	 * @param cache name of the cache
	 * @param guard name of the guard
	 */
	default void onVeto(String cache, String guard) {
	}

	/**
	 * Something happened beside the outcome.
	 * @param cache name of the cache
	 * @param incident what
	 */
	default void onIncident(String cache, CacheIncident incident) {
	}

}
