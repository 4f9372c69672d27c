package io.llmcache.intercept;

import java.util.Map;
import java.util.concurrent.Callable;

import io.llmcache.BypassReason;
import io.llmcache.CacheCall;
import io.llmcache.CacheIncident;
import io.llmcache.CacheOutcome;
import io.llmcache.LlmCached;
import io.llmcache.LlmCaches;
import io.llmcache.autoconfigure.CacheContexts;
import io.llmcache.test.FakeModel;
import io.llmcache.test.Fault;
import io.llmcache.test.Seen;
import io.llmcache.test.TestRedis;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

import static io.llmcache.autoconfigure.CacheContexts.assertCached;
import static io.llmcache.autoconfigure.CacheContexts.observed;
import static io.llmcache.autoconfigure.CacheContexts.outcome;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the expressions of the annotation.
 */
@ExtendWith(OutputCaptureExtension.class)
class ExpressionsIntegrationTests {

	private final ApplicationContextRunner runner = CacheContexts.runner()
		.withBean(FakeModel.class)
		.withBean(Desk.class);

	@BeforeEach
	void flush() {
		TestRedis.shared().flush();
	}

	@Test
	void aConditionThatDoesNotHoldBypassesTheCache() {
		this.runner.run((context) -> {
			Desk desk = context.getBean(Desk.class);

			assertCached(context, () -> desk.unlessShort("What is a PIN?"));
			assertBypassed(context, BypassReason.CONDITION, () -> desk.unlessShort("?"));
			assertBypassed(context, BypassReason.CONDITION, () -> desk.unlessShort("?"));
		});
	}

	@Test
	void anUnwantedAnswerIsReturnedAndNotStored() {
		this.runner.run((context) -> {
			Desk desk = context.getBean(Desk.class);
			FakeModel model = context.getBean(FakeModel.class).answerWith((prompt) -> "sorry, no idea");

			assertThat(desk.unlessSorry("a")).isEqualTo("sorry, no idea");
			model.answerWith((prompt) -> "a good one");
			assertThat(outcome(context, () -> desk.unlessSorry("a"))).isEqualTo(CacheOutcome.MISS);
			assertThat(outcome(context, () -> desk.unlessSorry("a"))).isEqualTo(CacheOutcome.EXACT_HIT);
			assertThat(context.getBean(LlmCaches.class).stats("default").count(CacheIncident.NOT_STORABLE))
				.isEqualTo(1);
		});
	}

	@Test
	void aKeyReplacesTheArguments() {
		this.runner.run((context) -> {
			Desk desk = context.getBean(Desk.class);

			assertCached(context, () -> desk.byId(Map.of("id", 7, "text", "one"), "a"));
			assertThat(outcome(context, () -> desk.byId(Map.of("id", 7, "text", "two"), "b")))
				.isEqualTo(CacheOutcome.EXACT_HIT);
			assertThat(outcome(context, () -> desk.byId(Map.of("id", 8, "text", "one"), "a")))
				.isEqualTo(CacheOutcome.MISS);
		});
	}

	@Test
	void aKeyOfNullIsNoKey() {
		this.runner.run((context) -> assertBypassed(context, BypassReason.UNKEYABLE,
				() -> context.getBean(Desk.class).byId(Map.of("text", "one"), "a")));
	}

	@Test
	void aTenantMayBeNamedByAnExpression() {
		this.runner.run((context) -> {
			Desk desk = context.getBean(Desk.class);

			assertCached(context, () -> desk.ofTenant("a", Map.of("tenant", "one", "trace", 1)));
			assertThat(observed(context, () -> desk.ofTenant("a", Map.of("tenant", "two", "trace", 1))).outcome())
				.isEqualTo(CacheOutcome.MISS);
			assertThat(outcome(context, () -> desk.ofTenant("a", Map.of("tenant", "one", "trace", 2))))
				.isEqualTo(CacheOutcome.EXACT_HIT);
		});
	}

	/**
	 * An identity hash would be another tenant in every call, and now and then the same.
	 */
	@Test
	void anObjectWithoutATextOfItsOwnNamesNoTenant() {
		this.runner.run((context) -> assertThat(
				observed(context, () -> context.getBean(Desk.class).ofTenant("a", Map.of("tenant", new Desk(null))))
					.outcome())
			.isEqualTo(CacheOutcome.BYPASS));
	}

	@Test
	@Fault("K9")
	void anExpressionThatFailsBypassesTheCacheAndTheCallWorks(CapturedOutput output) {
		this.runner.run((context) -> {
			Desk desk = context.getBean(Desk.class);

			assertBypassed(context, BypassReason.EXPRESSION, () -> desk.failing(null, "canary"));
			assertBypassed(context, BypassReason.EXPRESSION, () -> desk.failing(null, "canary"));
			assertThat(output).containsOnlyOnce("Bypassing the cache (EXPRESSION)").doesNotContain("canary");
		});
	}

	@Test
	@Fault("K9")
	void anUnlessThatFailsLeavesTheAnswerUnstored(CapturedOutput output) {
		this.runner.run((context) -> {
			Desk desk = context.getBean(Desk.class);

			assertThat(desk.failingUnless("canary")).isEqualTo("answer to canary");
			assertThat(outcome(context, () -> desk.failingUnless("canary"))).isEqualTo(CacheOutcome.MISS);
			assertThat(output).containsOnlyOnce("unless").doesNotContain("canary");
		});
	}

	@Test
	@Fault("K9")
	void expressionsReachNeitherTypesNorConstructorsNorBeansNorClassLoaders(Seen seen) {
		this.runner.run((context) -> {
			Desk desk = context.getBean(Desk.class);

			assertBypassed(context, BypassReason.EXPRESSION, () -> desk.type("a"));
			assertBypassed(context, BypassReason.EXPRESSION, () -> desk.constructor("a"));
			assertBypassed(context, BypassReason.EXPRESSION, () -> desk.bean("a"));
			assertBypassed(context, BypassReason.EXPRESSION, () -> desk.loader("a"));
			assertBypassed(context, BypassReason.EXPRESSION, () -> desk.assignment("a"));
			assertBypassed(context, BypassReason.EXPRESSION, () -> desk.change("a", new int[] { 1 }));
		});
		seen.that("6 hostile expressions: 6 bypasses");
	}

	/** What a user types is data, whatever it looks like. */
	@Test
	@Fault("K9")
	void argumentsAreNeverEvaluated() {
		this.runner.run((context) -> {
			Desk desk = context.getBean(Desk.class);

			assertCached(context, () -> desk.unlessShort("#{T(java.lang.Runtime).getRuntime().exit(1)}"));
			assertCached(context, () -> desk.unlessShort("${user.home}"));
		});
	}

	private static void assertBypassed(ApplicationContext context, BypassReason reason,
			Callable<? extends @Nullable String> call) throws Exception {
		CacheCall<String> seen = CacheContexts.observed(context, call);
		assertThat(seen.outcome()).isEqualTo(CacheOutcome.BYPASS);
		assertThat(seen.reason()).isEqualTo(reason);
		assertThat(seen.value()).startsWith("answer to ");
	}

	static class Desk {

		private final @Nullable FakeModel model;

		Desk(@Nullable FakeModel model) {
			this.model = model;
		}

		private String ask(String question) {
			return (this.model != null) ? this.model.answer(question) : "";
		}

		@LlmCached(condition = "#question.length() > 3")
		public String unlessShort(String question) {
			return ask(question);
		}

		@LlmCached(unless = "#result.startsWith('sorry')")
		public String unlessSorry(String question) {
			return ask(question);
		}

		@LlmCached(key = "#question['id']")
		public String byId(Map<String, Object> question, String noise) {
			return ask(noise);
		}

		@LlmCached(key = "#question", tenant = "#context['tenant']")
		public String ofTenant(String question, Map<String, Object> context) {
			return ask(question);
		}

		@LlmCached(key = "#text.length()")
		public String failing(@Nullable String text, String question) {
			return ask(question);
		}

		@LlmCached(unless = "#result.nothing")
		public String failingUnless(String question) {
			return ask(question);
		}

		@LlmCached(condition = "T(java.lang.Runtime).getRuntime() != null")
		public String type(String question) {
			return ask(question);
		}

		@LlmCached(key = "new java.lang.String('a')")
		public String constructor(String question) {
			return ask(question);
		}

		@LlmCached(key = "@fakeModel.calls()")
		public String bean(String question) {
			return ask(question);
		}

		@LlmCached(key = "#question.getClass().getClassLoader()")
		public String loader(String question) {
			return ask(question);
		}

		@LlmCached(key = "#question = 'same for all'")
		public String assignment(String question) {
			return ask(question);
		}

		@LlmCached(key = "#numbers[0]++")
		public String change(String question, int[] numbers) {
			return ask(question);
		}

	}

}
