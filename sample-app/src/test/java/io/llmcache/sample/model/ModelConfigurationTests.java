package io.llmcache.sample.model;

import io.llmcache.sample.data.Banking77;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

class ModelConfigurationTests {

	private final ApplicationContextRunner contexts = new ApplicationContextRunner()
		.withUserConfiguration(ModelConfiguration.class, Banking77.class);

	@Test
	void demoModelAnswersWithoutKeyAndAddress() {
		this.contexts.withPropertyValues("desk.model.api-key=", "desk.model.base-url=")
			.run((context) -> assertThat(context.getBean(MeteredModel.class).name()).isEqualTo("demo"));
	}

	@Test
	void modelElsewhereAnswersWithAKey() {
		this.contexts.withPropertyValues("desk.model.api-key=secret", "desk.model.name=large")
			.run((context) -> assertThat(context.getBean(MeteredModel.class).name()).isEqualTo("large"));
	}

	@Test
	void modelElsewhereAnswersWithAnAddress() {
		this.contexts.withPropertyValues("desk.model.base-url=http://localhost:1/v1", "desk.model.name=small")
			.run((context) -> assertThat(context.getBean(MeteredModel.class).name()).isEqualTo("small"));
	}

	@Test
	void nameTellsTheDemoModelFromARealOne() {
		assertThat(name(new MockEnvironment().withProperty("desk.model.api-key", ""))).isEqualTo("demo");
		assertThat(name(new MockEnvironment().withProperty("desk.model.api-key", "secret")))
			.isEqualTo(ModelNameDefault.HOSTED);
		assertThat(name(new MockEnvironment().withProperty("desk.model.base-url", "http://localhost:1/v1")
			.withProperty("desk.model.name", "small"))).isEqualTo("small");
	}

	private static String name(MockEnvironment environment) {
		new ModelNameDefault().postProcessEnvironment(environment, new SpringApplication());
		return environment.getRequiredProperty("desk.model.name");
	}

}
