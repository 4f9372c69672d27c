package io.llmcache.faults;

import io.llmcache.CacheOutcome;
import io.llmcache.autoconfigure.LlmCacheAutoConfiguration;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.boot.testcontainers.service.connection.ServiceConnectionAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * In containers, found by {@code @ServiceConnection}: the cache takes its connection from
 * the application's, wherever that has it from.
 */
@EnabledIf(value = "io.llmcache.test.Docker#answers", disabledReason = "needs Docker")
class ContainerLaneTests {

	@ParameterizedTest
	@ValueSource(strings = { "redis:8", "redis/redis-stack-server:7.4.0-v6", "valkey/valkey:9" })
	void theCacheFollowsTheApplicationIntoItsContainer(String image) {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class, DataRedisAutoConfiguration.class,
					ServiceConnectionAutoConfiguration.class, LlmCacheAutoConfiguration.class))
			.withPropertyValues("image=" + image, Desk.PATIENT)
			.withUserConfiguration(Container.class, Desk.Application.class)
			.run((context) -> {
				Desk desk = context.getBean(Desk.class);
				assertThat(desk.ask("What is a PIN?").outcome()).isEqualTo(CacheOutcome.MISS);
				assertThat(desk.ask("What is a PIN?").outcome()).isEqualTo(CacheOutcome.EXACT_HIT);
				desk.clear();
				assertThat(desk.ask("What is a PIN?").outcome()).isEqualTo(CacheOutcome.MISS);
			});
	}

	@Configuration(proxyBeanMethods = false)
	static class Container {

		@Bean
		@ServiceConnection(name = "redis")
		GenericContainer<?> redis(Environment environment) {
			return new GenericContainer<>(DockerImageName.parse(environment.getRequiredProperty("image")))
				.withExposedPorts(6379);
		}

	}

}
