package io.llmcache.autoconfigure;

import io.llmcache.engine.CacheEvents;
import io.llmcache.engine.ResponseCache;
import io.llmcache.observe.CacheMeters;
import io.llmcache.observe.Rehearsal;
import io.llmcache.store.RedisResponseStore;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the meters.
 */
@AutoConfiguration(after = LlmCacheAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration")
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnBean({ MeterRegistry.class, ResponseCache.class })
public final class LlmCacheMetricsAutoConfiguration {

	@Bean
	CacheMeters llmCacheMeters(CacheEvents events, ResponseCache cache, RedisResponseStore store,
			CacheThreads threads) {
		threads.background().execute(new Rehearsal());
		return new CacheMeters(events, cache, store);
	}

}
