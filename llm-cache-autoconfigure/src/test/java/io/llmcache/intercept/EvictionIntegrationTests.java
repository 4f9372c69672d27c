package io.llmcache.intercept;

import java.io.IOException;
import java.util.Map;

import io.llmcache.CacheOutcome;
import io.llmcache.LlmCacheEvict;
import io.llmcache.LlmCached;
import io.llmcache.LlmIgnore;
import io.llmcache.LlmPrompt;
import io.llmcache.LlmTenant;
import io.llmcache.autoconfigure.CacheContexts;
import io.llmcache.test.FakeModel;
import io.llmcache.test.Fault;
import io.llmcache.test.TestRedis;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static io.llmcache.autoconfigure.CacheContexts.assertCached;
import static io.llmcache.autoconfigure.CacheContexts.outcome;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of methods that evict.
 */
@ExtendWith(OutputCaptureExtension.class)
class EvictionIntegrationTests {

	private final ApplicationContextRunner runner = CacheContexts.runner()
		.withBean(FakeModel.class)
		.withBean(Desk.class)
		.withBean(Editor.class);

	@BeforeEach
	void flush() {
		TestRedis.shared().flush();
	}

	@Test
	void theAnswerToTheSameParametersGoesAndNoOther() {
		this.runner.run((context) -> {
			Desk desk = warm(context);

			context.getBean(Editor.class).forget("a", 1, "noise");

			assertThat(outcome(context, () -> desk.answer("a", 1))).isEqualTo(CacheOutcome.MISS);
			assertThat(outcome(context, () -> desk.answer("b", 1))).isEqualTo(CacheOutcome.EXACT_HIT);
		});
	}

	@Test
	void parametersOfTheSameNamesMayStandInAnotherOrder() {
		this.runner.run((context) -> {
			Desk desk = warm(context);

			context.getBean(Editor.class).forgetTheOtherWayRound(1, "a");

			assertThat(outcome(context, () -> desk.answer("a", 1))).isEqualTo(CacheOutcome.MISS);
		});
	}

	@Test
	void anAnswerIsEvictedByTheKeyItWasStoredUnder() {
		this.runner.run((context) -> {
			Desk desk = context.getBean(Desk.class);
			assertCached(context, () -> desk.byId(Map.of("id", 7)));
			assertCached(context, () -> desk.byId(Map.of("id", 8)));

			context.getBean(Editor.class).forgetId(7);

			assertThat(outcome(context, () -> desk.byId(Map.of("id", 7)))).isEqualTo(CacheOutcome.MISS);
			assertThat(outcome(context, () -> desk.byId(Map.of("id", 8)))).isEqualTo(CacheOutcome.EXACT_HIT);
		});
	}

	@Test
	void anAnswerOfATenantIsEvictedForThatTenantOnly() {
		this.runner.run((context) -> {
			Desk desk = context.getBean(Desk.class);
			assertCached(context, () -> desk.ofTenant("a", Plan.GOLD));
			assertCached(context, () -> desk.ofTenant("a", Plan.FREE));

			context.getBean(Editor.class).forgetOfTenant(Plan.GOLD, "a");

			assertThat(outcome(context, () -> desk.ofTenant("a", Plan.GOLD))).isEqualTo(CacheOutcome.MISS);
			assertThat(outcome(context, () -> desk.ofTenant("a", Plan.FREE))).isEqualTo(CacheOutcome.EXACT_HIT);
		});
	}

	@Test
	@Fault("S11")
	void aTenantAloneTakesAllItsAnswersInTheCacheAlong() {
		this.runner.run((context) -> {
			Editor editor = context.getBean(Editor.class);
			assertTenantAlone(context, () -> editor.forgetTenant(Plan.GOLD, "noise"));
			assertTenantAlone(context, () -> editor.forgetTenantByExpression(Map.of("tenant", "GOLD"), "noise"));
			assertTenantAlone(context, () -> editor.forgetTenantOf(Plan.GOLD));
		});
	}

	private static void assertTenantAlone(AssertableApplicationContext context, Runnable eviction) throws Exception {
		Desk desk = context.getBean(Desk.class);
		outcome(context, () -> desk.ofTenant("a", Plan.GOLD));
		outcome(context, () -> desk.ofTenant("b", Plan.GOLD));
		outcome(context, () -> desk.ofTenant("a", Plan.FREE));
		outcome(context, () -> desk.elsewhere("a", Plan.GOLD));

		eviction.run();

		assertThat(outcome(context, () -> desk.ofTenant("a", Plan.GOLD))).isEqualTo(CacheOutcome.MISS);
		assertThat(outcome(context, () -> desk.ofTenant("b", Plan.GOLD))).isEqualTo(CacheOutcome.MISS);
		assertThat(outcome(context, () -> desk.ofTenant("a", Plan.FREE))).isEqualTo(CacheOutcome.EXACT_HIT);
		assertThat(outcome(context, () -> desk.elsewhere("a", Plan.GOLD))).isEqualTo(CacheOutcome.EXACT_HIT);
	}

	@Test
	void aTenantThatIsNotGivenEvictsNothingAndIsToldOf(CapturedOutput output) {
		this.runner.run((context) -> {
			Desk desk = context.getBean(Desk.class);
			assertCached(context, () -> desk.ofTenant("a", Plan.GOLD));

			context.getBean(Editor.class).forgetTenant(null, "noise");

			assertThat(outcome(context, () -> desk.ofTenant("a", Plan.GOLD))).isEqualTo(CacheOutcome.EXACT_HIT);
			assertThat(output).contains("evicted nothing");
		});
	}

	@Test
	void allEntriesOfACacheGoWhateverTheParameters() {
		this.runner.run((context) -> {
			Desk desk = warm(context);
			assertCached(context, () -> desk.elsewhere("a", Plan.GOLD));

			assertThat(context.getBean(Editor.class).forgetAll(Map.of("any", new Object()))).isEqualTo(42);

			assertThat(outcome(context, () -> desk.answer("a", 1))).isEqualTo(CacheOutcome.MISS);
			assertThat(outcome(context, () -> desk.answer("b", 1))).isEqualTo(CacheOutcome.MISS);
			assertThat(outcome(context, () -> desk.elsewhere("a", Plan.GOLD))).isEqualTo(CacheOutcome.EXACT_HIT);
		});
	}

	@Test
	void aMethodThatFailsEvictsNothing() {
		this.runner.run((context) -> {
			Desk desk = warm(context);

			assertThatExceptionOfType(IOException.class)
				.isThrownBy(() -> context.getBean(Editor.class).forgetOrFail("a", 1));

			assertThat(outcome(context, () -> desk.answer("a", 1))).isEqualTo(CacheOutcome.EXACT_HIT);
		});
	}

	@Test
	void anExpressionThatFailsEvictsNothingAndTheMethodStands(CapturedOutput output) {
		this.runner.run((context) -> {
			assertThat(context.getBean(Editor.class).forgetBadly("canary")).isEqualTo("done");

			assertThat(output).contains("evicted nothing").doesNotContain("canary");
		});
	}

	private static Desk warm(AssertableApplicationContext context) throws Exception {
		Desk desk = context.getBean(Desk.class);
		assertCached(context, () -> desk.answer("a", 1));
		assertCached(context, () -> desk.answer("b", 1));
		return desk;
	}

	enum Plan {

		GOLD, FREE;

		@Override
		public String toString() {
			return "the " + name() + " plan";
		}

	}

	static class Desk {

		private final FakeModel model;

		Desk(FakeModel model) {
			this.model = model;
		}

		@LlmCached(cache = "desk")
		public String answer(String question, int level) {
			return this.model.answer(question);
		}

		@LlmCached(cache = "ids", operation = "by-id", key = "#question['id']")
		public String byId(Map<String, Object> question) {
			return this.model.answer(question.toString());
		}

		@LlmCached(cache = "tenants")
		public String ofTenant(@LlmPrompt String question, @LlmTenant Plan plan) {
			return this.model.answer(question);
		}

		@LlmCached(cache = "elsewhere")
		public String elsewhere(@LlmPrompt String question, @LlmTenant Plan plan) {
			return this.model.answer(question);
		}

	}

	static class Editor {

		@LlmCacheEvict(cache = "desk")
		public void forget(@LlmPrompt String question, int level, @LlmIgnore String reason) {
		}

		@LlmCacheEvict(cache = "desk")
		public void forgetTheOtherWayRound(int level, String question) {
		}

		@LlmCacheEvict(cache = "ids", operation = "by-id", key = "#id")
		public void forgetId(int id) {
		}

		@LlmCacheEvict(cache = "tenants")
		public void forgetOfTenant(@LlmTenant Plan plan, String question) {
		}

		@LlmCacheEvict(cache = "tenants")
		public void forgetTenant(@LlmTenant @Nullable Plan plan, @LlmIgnore String reason) {
		}

		@LlmCacheEvict(cache = "tenants", tenant = "#customer['tenant']")
		public void forgetTenantByExpression(Map<String, String> customer, @LlmIgnore String reason) {
		}

		@LlmCacheEvict(cache = "tenants", tenant = "#plan")
		public void forgetTenantOf(Plan plan) {
		}

		@LlmCacheEvict(cache = "desk", allEntries = true)
		public int forgetAll(Map<String, Object> anything) {
			return 42;
		}

		@LlmCacheEvict(cache = "desk")
		public void forgetOrFail(String question, int level) throws IOException {
			throw new IOException("no");
		}

		@LlmCacheEvict(cache = "ids", operation = "by-id", key = "#text.nothing")
		public String forgetBadly(String text) {
			return "done";
		}

	}

}
