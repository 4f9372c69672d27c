package io.llmcache;

import java.time.Duration;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What is in force for one operation: annotation, {@code llm.cache.caches.<name>.*} and
 * {@code llm.cache.*} put together, once.
 *
 * @param cache name of the cache
 * @param version the joined prompt version; {@code 0} when none is set
 * @param ttl how long an answer is fresh, before jitter
 * @param ttlJitter share of the ttl, in [0, 0.5], by which it varies either way
 * @param maxAge the age at which an answer ends, however often it is asked for
 * @param staleWhileRevalidate how long a stale answer is served while a new one is
 * fetched
 * @param staleIfError how long a stale answer is served when the model fails
 * @param hot when and for how long hits prolong the life of an answer
 * @param lock how callers wait for one another
 * @param loadDeadline how long a load is waited for and its lease renewed
 * @param maxEntryBytes size in bytes of the largest stored answer
 * @param storeEmpty whether null, blank and empty answers are stored
 * @param tenant whether a tenant is required
 * @param normalise what is evened out in the prompt
 * @param sampling what happens to requests for varied answers; never
 * {@link Sampling#INHERIT}
 * @param unknownTemperature what happens to requests without a temperature
 * @param tools what happens to requests with tools; never {@link Tools#INHERIT}
 * @param maxKeyBytes size in bytes of the largest request that is given a key
 * @param semantic what is done with the same question in other words
 * @param sources where each value comes from, by component name
 */
public record CachePolicy(String cache, String version, Duration ttl, double ttlJitter, Duration maxAge,
		Duration staleWhileRevalidate, Duration staleIfError, Hot hot, Lock lock, Duration loadDeadline,
		long maxEntryBytes, boolean storeEmpty, TenantMode tenant, Normalise normalise, Sampling sampling,
		UnknownTemperature unknownTemperature, Tools tools, long maxKeyBytes, Semantic semantic,
		Map<String, String> sources) {

	/**
	 * How hits prolong a life.
	 *
	 * @param threshold hits within the window that make an entry hot; 0 for never
	 * @param window the window
	 * @param ttl the fresh life that a hot entry is kept at
	 */
	public record Hot(int threshold, Duration window, Duration ttl) {

	}

	/**
	 * How callers wait for one another.
	 *
	 * @param lease the life of a lease; renewed at a third of it
	 * @param patience how long another JVM's load is waited for
	 * @param onDeadline what waiting callers do when the load deadline passes
	 */
	public record Lock(Duration lease, Duration patience, OnDeadline onDeadline) {

	}

	/**
	 * What is done with the same question in other words.
	 *
	 * @param mode whether it is looked for and served; never {@link SemanticMode#INHERIT}
	 * @param threshold cosine in [-1, 1] from which on two questions may be the same;
	 * null for that of the embedding model
	 * @param withoutGuards names of the guards that are not asked
	 * @param questionKey whether canonical forms are compared
	 */
	public record Semantic(SemanticMode mode, @Nullable Double threshold, Set<String> withoutGuards,
			QuestionKey questionKey) {

		/** Nothing is looked for. */
		public static final Semantic OFF = new Semantic(SemanticMode.OFF, null, Set.of(), QuestionKey.OFF);

	}

	/**
	 * What callers do whose awaited load did not end in time.
	 */
	public enum OnDeadline {

		/** They get a {@link LoadDeadlineExceededException}. */
		FAIL,

		/** Each calls the model itself. */
		LOAD

	}

	/**
	 * How long an entry is kept beyond its fresh life.
	 */
	public Duration staleLife() {
		return (this.staleWhileRevalidate.compareTo(this.staleIfError) > 0) ? this.staleWhileRevalidate
				: this.staleIfError;
	}

}
