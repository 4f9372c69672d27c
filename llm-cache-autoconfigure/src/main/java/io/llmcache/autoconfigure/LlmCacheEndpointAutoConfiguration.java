package io.llmcache.autoconfigure;

import io.llmcache.LlmCaches;
import io.llmcache.actuate.LlmCacheEndpoint;
import io.llmcache.engine.ResponseCache;
import io.llmcache.intercept.Directory;
import io.llmcache.store.RedisCheckup;
import io.llmcache.store.RedisKeys;
import io.llmcache.store.RedisResponseStore;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of {@code /actuator/llmcache}.
 */
@AutoConfiguration(after = LlmCacheAutoConfiguration.class)
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBean(ResponseCache.class)
@ConditionalOnAvailableEndpoint(LlmCacheEndpoint.class)
public final class LlmCacheEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	LlmCacheEndpoint llmCacheEndpoint(LlmCaches caches, Directory directory, RedisResponseStore store, RedisKeys keys,
			RedisCheckup checkup, SemanticSwitch semantic) {
		return new LlmCacheEndpoint(caches, directory, store, keys.prefix(), checkup::concerns, semantic::report);
	}

}
