package io.llmcache.sample.desk;

import java.time.Duration;

import io.llmcache.BypassReason;
import io.llmcache.CacheCall;
import io.llmcache.CacheOutcome;
import io.llmcache.SemanticMatch;
import org.jspecify.annotations.Nullable;

/**
 * An answer and how the customer came by it.
 *
 * @param answer the answer
 * @param outcome what the cache did
 * @param reason why the cache was bypassed, or null
 * @param millis milliseconds it took
 * @param digest the key of the question, or null
 * @param ageMillis milliseconds since the model was asked, or null
 * @param savedMillis milliseconds that the model would have taken longer
 * @param savedTokens tokens not paid for, estimated
 * @param savedMoney what they would have cost
 * @param match the question whose answer this is, where it is not the one asked: its
 * digest, how it was found, how near the two are, which guards let the pair pass; else
 * null
 */
public record Answer(@Nullable String answer, CacheOutcome outcome, @Nullable BypassReason reason, double millis,
		@Nullable String digest, @Nullable Long ageMillis, long savedMillis, long savedTokens, double savedMoney,
		@Nullable SemanticMatch match) {

	static Answer of(CacheCall<String> call, Duration took, long savedTokens, double savedMoney) {
		Duration age = call.age();
		return new Answer(call.value(), call.outcome(), call.reason(), Math.round(took.toNanos() / 1e4) / 100.0,
				call.digest(), (age != null) ? age.toMillis() : null, saved(call, took).toMillis(), savedTokens,
				savedMoney, call.match());
	}

	private static Duration saved(CacheCall<String> call, Duration took) {
		Duration load = call.loadTime();
		boolean shared = call.outcome().isHit() || call.outcome() == CacheOutcome.COALESCED;
		return (shared && load != null && load.compareTo(took) > 0) ? load.minus(took) : Duration.ZERO;
	}

}
