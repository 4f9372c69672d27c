package io.llmcache.autoconfigure;

import io.llmcache.engine.ResponseCache;
import io.llmcache.intercept.CallObserver;
import io.llmcache.observe.CallConvention;
import io.llmcache.observe.CallObservations;
import io.llmcache.observe.DefaultCallConvention;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Auto-configuration of an observation around each call.
 */
@AutoConfiguration(after = LlmCacheAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnBean({ ObservationRegistry.class, ResponseCache.class })
public final class LlmCacheObservationAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(CallObserver.class)
	CallObservations llmCacheCallObservations(ObservationRegistry registry, ObjectProvider<CallConvention> convention) {
		return new CallObservations(registry, convention.getIfAvailable(DefaultCallConvention::new));
	}

}
