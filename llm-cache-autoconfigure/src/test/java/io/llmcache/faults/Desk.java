package io.llmcache.faults;

import java.util.stream.Stream;

import io.llmcache.CacheCall;
import io.llmcache.CacheIncident;
import io.llmcache.CacheOutcome;
import io.llmcache.LlmCacheEvict;
import io.llmcache.LlmCached;
import io.llmcache.LlmCaches;
import io.llmcache.LlmTenant;
import io.llmcache.autoconfigure.LlmCacheAutoConfiguration;
import io.llmcache.test.FakeModel;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * A support desk: what an application with one annotated service looks like from its
 * callers' side.
 */
final class Desk {

	private final Assistant assistant;

	private final LlmCaches caches;

	Desk(Assistant assistant, LlmCaches caches) {
		this.assistant = assistant;
		this.caches = caches;
	}

	/** For tests in which no command is to time out, however busy the machine is. */
	static final String PATIENT = "llm.cache.operation-timeout=10s";

	/**
	 * A runner of the application on a Redis.
	 * @param redis the properties that point at it
	 * @param more further properties
	 */
	static ApplicationContextRunner on(String[] redis, String... more) {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(AopAutoConfiguration.class, DataRedisAutoConfiguration.class,
					LlmCacheAutoConfiguration.class))
			.withPropertyValues(Stream.of(redis, more).flatMap(Stream::of).toArray(String[]::new))
			.withUserConfiguration(Application.class);
	}

	CacheCall<String> ask(String question) throws Exception {
		return this.caches.observed(() -> this.assistant.answer(question));
	}

	/** Whether the question is answered from the cache; nothing else must go wrong. */
	boolean isHit(String question) {
		try {
			return ask(question).outcome() == CacheOutcome.EXACT_HIT;
		}
		catch (Exception ex) {
			throw new AssertionError("Cache trouble broke the call", ex);
		}
	}

	CacheCall<String> askBriefly(String question) throws Exception {
		return this.caches.observed(() -> this.assistant.brief(question));
	}

	CacheCall<String> askFor(String tenant, String question) throws Exception {
		return this.caches.observed(() -> this.assistant.answerFor(tenant, question));
	}

	void forget(String question) {
		this.assistant.forget(question);
	}

	void clear() {
		this.assistant.clear();
	}

	long count(CacheIncident incident) {
		return this.caches.stats("desk").count(incident);
	}

	long count(CacheOutcome outcome) {
		return this.caches.stats("desk").count(outcome);
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		FakeModel model() {
			return new FakeModel();
		}

		@Bean
		Assistant assistant(FakeModel model) {
			return new Assistant(model::answer);
		}

		@Bean
		Desk desk(Assistant assistant, LlmCaches caches) {
			return new Desk(assistant, caches);
		}

	}

	@FunctionalInterface
	interface Model {

		String answer(String question);

	}

	static class Assistant {

		private final Model model;

		Assistant(Model model) {
			this.model = model;
		}

		@LlmCached(cache = "desk", operation = "answer")
		public String answer(String question) {
			return this.model.answer(question);
		}

		@LlmCached(cache = "desk", operation = "answer-for")
		public String answerFor(@LlmTenant String tenant, String question) {
			return this.model.answer(question);
		}

		/** Of a cache of its own, whose answers may be given another life. */
		@LlmCached(cache = "brief", operation = "brief")
		public String brief(String question) {
			return this.model.answer(question);
		}

		@LlmCacheEvict(cache = "desk", operation = "answer")
		public void forget(String question) {
			// The annotation does it.
		}

		@LlmCacheEvict(cache = "desk", allEntries = true)
		public void clear() {
			// The annotation does it.
		}

	}

}
