package io.llmcache.sample.model;

import java.util.Map;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.util.StringUtils;

/**
 * Names the model where the user has not: the name is part of the cache's key, so that no
 * answer of the demo model is ever served as one of the real model.
 */
class ModelNameDefault implements EnvironmentPostProcessor {

	static final String HOSTED = "gpt-5-mini";

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		boolean remote = StringUtils.hasText(environment.getProperty("desk.model.api-key"))
				|| StringUtils.hasText(environment.getProperty("desk.model.base-url"));
		environment.getPropertySources()
			.addLast(new MapPropertySource("deskModelName", Map.of("desk.model.name", remote ? HOSTED : "demo")));
	}

}
