package io.llmcache.intercept;

import io.llmcache.LlmCached;
import io.llmcache.LlmIgnore;
import io.llmcache.LlmPrompt;
import io.llmcache.autoconfigure.CacheContexts;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what works and is not what its author thinks: warned of at the start.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartWarningsIntegrationTests {

	@Test
	void aCallWithinTheClassIsWarnedOf(CapturedOutput output) {
		CacheContexts.runner().withBean(Inward.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output).contains(Inward.class.getName() + ".both() calls answer(): a call within the class does "
					+ "not go through the cache");
			assertThat(output).contains("lambda$").contains("LlmCaches.call");
		});
	}

	@Test
	void aCallThroughTheProxyOfTheClassIsNotWarnedOf(CapturedOutput output) {
		CacheContexts.runner().withBean(Outward.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output).doesNotContain("a call within the class");
		});
	}

	@Test
	void aParameterThatWouldRuinTheHitRateIsWarnedOfOnce(CapturedOutput output) {
		CacheContexts.runner()
			.withPropertyValues("spring.aop.proxy-target-class=false")
			.withBean(Traced.class)
			.run((context) -> {
				context.getBean(Tracing.class).answer("a", "1", "2", "3");
				assertThat(output).containsOnlyOnce("parameter 'requestId' is part of the key and would ruin")
					.containsOnlyOnce("parameter 'userId' is part of the key and would ruin")
					.doesNotContain("traceId");
			});
	}

	static class Inward {

		@LlmCached
		public String answer(String question) {
			return question;
		}

		public String both(String one, String other) {
			return answer(one) + answer(other);
		}

		public Runnable later(String question) {
			return () -> answer(question);
		}

	}

	static class Outward {

		private final ObjectProvider<Outward> self;

		private @Nullable Outward known;

		Outward(ObjectProvider<Outward> self) {
			this.self = self;
		}

		@LlmCached
		public String answer(String question) {
			return question;
		}

		public String provided(String question) {
			return this.self.getObject().answer(question);
		}

		public String remembered(String question) {
			return (this.known != null) ? this.known.answer(question) : "";
		}

		void know(Outward known) {
			this.known = known;
		}

	}

	interface Tracing {

		String answer(String question, String requestId, String userId, String traceId);

	}

	static class Traced implements Tracing {

		@Override
		@LlmCached
		public String answer(@LlmPrompt String question, String requestId, String userId, @LlmIgnore String traceId) {
			return question;
		}

	}

}
