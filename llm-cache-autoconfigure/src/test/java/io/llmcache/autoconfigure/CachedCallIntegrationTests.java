package io.llmcache.autoconfigure;

import java.util.Optional;

import io.llmcache.CacheCall;
import io.llmcache.CacheOutcome;
import io.llmcache.LlmCached;
import io.llmcache.LlmCaches;
import io.llmcache.test.FakeModel;
import io.llmcache.test.TestRedis;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The product in one sentence: ask twice, pay once.
 */
class CachedCallIntegrationTests {

	private final TestRedis redis = TestRedis.shared();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class, DataRedisAutoConfiguration.class,
				LlmCacheAutoConfiguration.class))
		.withPropertyValues(this.redis.properties())
		.withUserConfiguration(Desk.class);

	@BeforeEach
	void flush() {
		this.redis.flush();
	}

	@Test
	void theSecondOfTwoEqualQuestionsIsAnsweredFromRedis() {
		this.runner.run((context) -> {
			Assistant assistant = context.getBean(Assistant.class);
			LlmCaches caches = context.getBean(LlmCaches.class);

			CacheCall<String> first = caches.observed(() -> assistant.answer("What is a PIN?"));
			CacheCall<String> second = caches.observed(() -> assistant.answer("What is a PIN?"));

			assertThat(first.outcome()).isEqualTo(CacheOutcome.MISS);
			assertThat(second.outcome()).isEqualTo(CacheOutcome.EXACT_HIT);
			assertThat(second.value()).isEqualTo(first.value());
			assertThat(second.digest()).isEqualTo(first.digest());
			assertThat(context.getBean(FakeModel.class).calls()).isEqualTo(1);
		});
	}

	@Test
	void anotherQuestionIsAnotherCall() {
		this.runner.run((context) -> {
			context.getBean(Assistant.class).answer("What is a PIN?");
			context.getBean(Assistant.class).answer("What is a card?");

			assertThat(context.getBean(FakeModel.class).calls()).isEqualTo(2);
		});
	}

	@Test
	void anOptionalIsUnwrappedAndWrapped() {
		this.runner.run((context) -> {
			Optional<String> first = context.getBean(Assistant.class).maybe("What is a PIN?");
			Optional<String> second = context.getBean(Assistant.class).maybe("What is a PIN?");

			assertThat(second).isPresent().isEqualTo(first);
			assertThat(context.getBean(FakeModel.class).calls()).isEqualTo(1);
		});
	}

	@Configuration(proxyBeanMethods = false)
	static class Desk {

		@Bean
		FakeModel model() {
			return new FakeModel();
		}

		@Bean
		Assistant assistant(FakeModel model) {
			return new Assistant(model);
		}

	}

	static class Assistant {

		private final FakeModel model;

		Assistant(FakeModel model) {
			this.model = model;
		}

		@LlmCached(cache = "desk", promptVersion = "v1")
		public String answer(String question) {
			return this.model.answer(question);
		}

		@LlmCached(cache = "desk")
		public Optional<String> maybe(String question) {
			@Nullable String answer = this.model.tryAnswer(question);
			return Optional.ofNullable(answer);
		}

	}

}
