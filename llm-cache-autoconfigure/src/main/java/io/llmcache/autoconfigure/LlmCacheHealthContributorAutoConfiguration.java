package io.llmcache.autoconfigure;

import io.llmcache.LlmCacheProperties;
import io.llmcache.actuate.LlmCacheHealthIndicator;
import io.llmcache.engine.ResponseCache;
import io.llmcache.store.RedisCheckup;
import io.llmcache.store.RedisResponseStore;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of the {@code llmCache} health contributor.
 */
@AutoConfiguration(after = LlmCacheAutoConfiguration.class)
@ConditionalOnClass({ HealthContributor.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean(ResponseCache.class)
@ConditionalOnEnabledHealthIndicator("llm-cache")
public final class LlmCacheHealthContributorAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = "llmCacheHealthIndicator")
	LlmCacheHealthIndicator llmCacheHealthIndicator(RedisResponseStore store, RedisCheckup checkup,
			LlmCacheProperties properties) {
		return new LlmCacheHealthIndicator(store, checkup::concerns, properties.health().downWhenUnavailable());
	}

}
