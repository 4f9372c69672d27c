package io.llmcache.sample.model;

import io.llmcache.sample.data.Banking77;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Picks the model: one elsewhere where a key or an address is given, else the demo.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ModelProperties.class)
class ModelConfiguration {

	@Bean
	MeteredModel languageModel(ModelProperties properties, Banking77 data,
			ObjectProvider<ObservationRegistry> observations) {
		return new MeteredModel(properties.remote()
				? new OpenAiModel(properties, observations.getIfAvailable(() -> ObservationRegistry.NOOP))
				: new DemoModel(new Intents(data.training(), data.all()), Replies.read(), properties.latency()));
	}

}
