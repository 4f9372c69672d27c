package io.llmcache.autoconfigure;

import java.util.Objects;
import java.util.concurrent.Callable;

import io.llmcache.CacheCall;
import io.llmcache.CacheOutcome;
import io.llmcache.LlmCacheConfigurationException;
import io.llmcache.LlmCaches;
import io.llmcache.test.TestRedis;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Applications with the cache in them, for the tests of all packages.
 */
public final class CacheContexts {

	private CacheContexts() {
	}

	/**
	 * An application with the cache on the shared Redis.
	 */
	public static ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(
					AutoConfigurations.of(AopAutoConfiguration.class, PropertyPlaceholderAutoConfiguration.class,
							DataRedisAutoConfiguration.class, LlmCacheAutoConfiguration.class))
			.withPropertyValues(TestRedis.shared().properties());
	}

	/**
	 * What became of a call of an annotated method.
	 */
	public static <T> CacheCall<T> observed(ApplicationContext context, Callable<? extends @Nullable T> call)
			throws Exception {
		return context.getBean(LlmCaches.class).observed(call);
	}

	/**
	 * The outcome of a call of an annotated method.
	 */
	public static CacheOutcome outcome(ApplicationContext context, Callable<? extends @Nullable Object> call)
			throws Exception {
		return observed(context, call).outcome();
	}

	/**
	 * The first call is a miss, the second one a hit.
	 */
	public static void assertCached(ApplicationContext context, Callable<? extends @Nullable Object> call)
			throws Exception {
		assertThat(outcome(context, call)).as("first").isEqualTo(CacheOutcome.MISS);
		assertThat(outcome(context, call)).as("second").isEqualTo(CacheOutcome.EXACT_HIT);
	}

	/**
	 * The call does not come by the cache at all.
	 */
	public static void assertPlain(ApplicationContext context, Callable<? extends @Nullable Object> call)
			throws Exception {
		CacheCall<?> seen = observed(context, call);
		assertThat(seen.outcome()).isEqualTo(CacheOutcome.BYPASS);
		assertThat(seen.reason()).isNull();
	}

	/**
	 * What the user reads when the start has failed for a mistake of theirs.
	 */
	public static FailureAnalysis refusal(AssertableApplicationContext context) {
		assertThat(context).hasFailed();
		Throwable failure = Objects.requireNonNull(context.getStartupFailure());
		FailureAnalysis analysis = new LlmCacheConfigurationFailureAnalyzer().analyze(failure);
		if (analysis == null) {
			throw new AssertionError("Not ours", failure);
		}
		assertThat(analysis.getCause()).isInstanceOf(LlmCacheConfigurationException.class);
		return analysis;
	}

}
