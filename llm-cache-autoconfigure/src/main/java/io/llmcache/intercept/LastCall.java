package io.llmcache.intercept;

import java.util.concurrent.Callable;

import io.llmcache.BypassReason;
import io.llmcache.CacheCall;
import io.llmcache.CacheOutcome;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the last cached call of a thread while somebody wants to know. Behind
 * {@link io.llmcache.LlmCaches#observed}.
 */
final class LastCall {

	private static final ThreadLocal<@Nullable LastCall> WATCHING = new ThreadLocal<>();

	private static final CacheCall<Object> NONE = new CacheCall<>(null, CacheOutcome.BYPASS, (BypassReason) null, null,
			null, null, null);

	private CacheCall<?> seen = NONE;

	private LastCall() {
	}

	static void remember(CacheCall<?> call) {
		LastCall watching = WATCHING.get();
		if (watching != null) {
			watching.seen = call;
		}
	}

	static <T> CacheCall<T> during(Callable<? extends @Nullable T> code) throws Exception {
		LastCall outer = WATCHING.get();
		LastCall mine = new LastCall();
		WATCHING.set(mine);
		try {
			@Nullable T value = code.call();
			return mine.seen.withValue(value);
		}
		finally {
			if (outer != null) {
				outer.seen = mine.seen;
				WATCHING.set(outer);
			}
			else {
				WATCHING.remove();
			}
		}
	}

}
