package io.llmcache;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * An answer and how it came about.
 *
 * @param <T> the type of the answer
 * @param value the answer; null when the method or loader returned null, or on a miss of
 * {@link LlmCaches#get}
 * @param outcome what the caller got
 * @param reason why the cache was bypassed; null for every other outcome
 * @param digest the exact key in hexadecimal; null when there was none (a bypass before
 * the key was known, or no cached call at all)
 * @param age how long ago the answer was asked of the model; null unless it was stored
 * @param loadTime how long the model took for the answer served; null when not known
 * @param match whose answer it is; null unless it was that of the same question in other
 * words
 */
public record CacheCall<T>(@Nullable T value, CacheOutcome outcome, @Nullable BypassReason reason,
		@Nullable String digest, @Nullable Duration age, @Nullable Duration loadTime, @Nullable SemanticMatch match) {

	/**
	 * This call with another value.
	 * @param value the value; may be null
	 * @param <R> its type
	 */
	public <R> CacheCall<R> withValue(@Nullable R value) {
		return new CacheCall<>(value, this.outcome, this.reason, this.digest, this.age, this.loadTime, this.match);
	}

	/**
	 * Cosine in [-1, 1] between the question asked and the question answered; null unless
	 * the two were compared.
	 */
	public @Nullable Double similarity() {
		return (this.match != null) ? this.match.similarity() : null;
	}

}
