package io.llmcache.actuate;

import java.util.Objects;

import io.llmcache.LlmCached;
import io.llmcache.autoconfigure.LlmCacheAutoConfiguration;
import io.llmcache.autoconfigure.LlmCacheHealthContributorAutoConfiguration;
import io.llmcache.test.Eventually;
import io.llmcache.test.Fault;
import io.llmcache.test.TestRedis;
import org.junit.jupiter.api.Test;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.endpoint.ApiVersion;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointWebExtension;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.health.autoconfigure.registry.HealthContributorRegistryAutoConfiguration;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the health contributor.
 */
class LlmCacheHealthIndicatorIntegrationTests {

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(EndpointAutoConfiguration.class, WebEndpointAutoConfiguration.class,
				HealthContributorAutoConfiguration.class, HealthContributorRegistryAutoConfiguration.class,
				HealthEndpointAutoConfiguration.class, AopAutoConfiguration.class, DataRedisAutoConfiguration.class,
				LlmCacheAutoConfiguration.class, LlmCacheHealthContributorAutoConfiguration.class))
		.withPropertyValues("management.endpoints.web.exposure.include=health",
				"management.endpoint.health.show-details=always", "management.health.redis.enabled=false")
		.withBean(Desk.class);

	@Test
	void theCacheIsUpWhileRedisAnswers() {
		this.runner.withPropertyValues(TestRedis.shared().properties())
			.run((context) -> assertThat(health(context).getStatus()).isEqualTo(Status.UP));
	}

	@Test
	void theCacheIsUnknownAndTheApplicationUpWhileRedisIsGone() throws Exception {
		try (TestRedis redis = TestRedis.start()) {
			this.runner.withPropertyValues(redis.properties()).run((context) -> {
				redis.kill();
				context.getBean(Desk.class).answer("a");

				assertThat(health(context).getStatus()).isEqualTo(Status.UNKNOWN);
				assertThat(overall(context)).isEqualTo(200);
				redis.restart();
				Eventually.holds(() -> health(context).getStatus().equals(Status.UP), () -> "not up again");
			});
		}
	}

	@Test
	void theApplicationIsDownWithItWhenToldSo() throws Exception {
		try (TestRedis redis = TestRedis.start()) {
			this.runner.withPropertyValues(redis.properties())
				.withPropertyValues("llm.cache.health.down-when-unavailable=true")
				.run((context) -> {
					assertThat(overall(context)).isEqualTo(200);
					redis.kill();
					context.getBean(Desk.class).answer("a");

					assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
					assertThat(overall(context)).isEqualTo(503);
				});
		}
	}

	@Test
	@Fault("R1")
	void aRedisThatWasNeverThereIsNoReasonToThrow() {
		this.runner.withPropertyValues("spring.data.redis.host=127.0.0.1", "spring.data.redis.port=1")
			.run((context) -> {
				assertThat(health(context).getStatus()).isEqualTo(Status.UNKNOWN);
				assertThat(overall(context)).isEqualTo(200);
			});
	}

	@Test
	void theContributorMayBeSwitchedOff() {
		this.runner.withPropertyValues(TestRedis.shared().properties())
			.withPropertyValues("management.health.llm-cache.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean(LlmCacheHealthIndicator.class));
	}

	private static HealthDescriptor health(ApplicationContext context) {
		return Objects.requireNonNull(context.getBean(HealthEndpoint.class).healthForPath("llmCache"));
	}

	private static int overall(ApplicationContext context) {
		return context.getBean(HealthEndpointWebExtension.class)
			.health(ApiVersion.LATEST, WebServerNamespace.SERVER, SecurityContext.NONE)
			.getStatus();
	}

	static class Desk {

		@LlmCached
		public String answer(String question) {
			return question;
		}

	}

}
