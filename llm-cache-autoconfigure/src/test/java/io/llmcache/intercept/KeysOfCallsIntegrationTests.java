package io.llmcache.intercept;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;

import io.llmcache.BypassReason;
import io.llmcache.CacheCall;
import io.llmcache.CacheOutcome;
import io.llmcache.LlmCached;
import io.llmcache.LlmCaches;
import io.llmcache.LlmIgnore;
import io.llmcache.LlmPrompt;
import io.llmcache.LlmTenant;
import io.llmcache.Sampling;
import io.llmcache.WriteOutcome;
import io.llmcache.autoconfigure.CacheContexts;
import io.llmcache.test.Fault;
import io.llmcache.test.TestRedis;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static io.llmcache.autoconfigure.CacheContexts.assertCached;
import static io.llmcache.autoconfigure.CacheContexts.observed;
import static io.llmcache.autoconfigure.CacheContexts.outcome;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of which calls get one answer, seen from the annotated bean.
 */
class KeysOfCallsIntegrationTests {

	private final ApplicationContextRunner runner = CacheContexts.runner().withBean(Desk.class).withBean(Twin.class);

	@BeforeEach
	void flush() {
		TestRedis.shared().flush();
	}

	@Test
	@Fault("K7")
	void whatAnswersOtherwiseHasADigestOfItsOwn() {
		this.runner.run((context) -> {
			Desk desk = context.getBean(Desk.class);
			List<Callable<String>> calls = List.of(() -> desk.answer("a"), () -> desk.answer("b"),
					() -> desk.answer("a", "small"), () -> desk.answer("a", "large"), () -> desk.other("a"),
					() -> desk.answer("a", 0.0), () -> desk.answer("a", 1.0), () -> desk.versioned("a"),
					() -> desk.ofModel("a"), () -> context.getBean(Twin.class).answer("a"),
					() -> desk.answer(new StringBuilder("a")));
			Set<@Nullable String> digests = new HashSet<>();
			for (Callable<String> call : calls) {
				CacheCall<String> seen = observed(context, call);
				assertThat(seen.outcome()).isEqualTo(CacheOutcome.MISS);
				digests.add(seen.digest());
			}
			assertThat(digests).hasSameSizeAs(calls).doesNotContainNull();
		});
	}

	@Test
	void methodsOfOneOperationShareTheirAnswers() {
		this.runner.run((context) -> {
			Desk desk = context.getBean(Desk.class);

			assertThat(outcome(context, () -> desk.shared("a"))).isEqualTo(CacheOutcome.MISS);
			assertThat(outcome(context, () -> context.getBean(Twin.class).renamed("a")))
				.isEqualTo(CacheOutcome.EXACT_HIT);
		});
	}

	@Test
	void anIgnoredParameterDoesNotCount() {
		this.runner.run((context) -> {
			Desk desk = context.getBean(Desk.class);

			assertThat(outcome(context, () -> desk.traced("a", "1"))).isEqualTo(CacheOutcome.MISS);
			assertThat(outcome(context, () -> desk.traced("a", "2"))).isEqualTo(CacheOutcome.EXACT_HIT);
		});
	}

	@Test
	@Fault("K8")
	void anArgumentThatTheMethodChangesCountsAsItWas() {
		this.runner.run((context) -> {
			Desk desk = context.getBean(Desk.class);

			assertThat(outcome(context, () -> desk.appending(new ArrayList<>(List.of("a")))))
				.isEqualTo(CacheOutcome.MISS);
			assertThat(outcome(context, () -> desk.appending(new ArrayList<>(List.of("a")))))
				.isEqualTo(CacheOutcome.EXACT_HIT);
			assertThat(outcome(context, () -> desk.appending(new ArrayList<>(List.of("a", "more")))))
				.isEqualTo(CacheOutcome.MISS);
		});
	}

	@Test
	void aRequestForVariedAnswersBypassesTheCache() {
		this.runner.run((context) -> {
			CacheCall<String> seen = observed(context, () -> context.getBean(Desk.class).sampled("a", 0.7));

			assertThat(seen.outcome()).isEqualTo(CacheOutcome.BYPASS);
			assertThat(seen.reason()).isEqualTo(BypassReason.SAMPLING);
		});
	}

	@Test
	@Fault("S1")
	void tenantsDoNotShareAnswers() {
		this.runner.run((context) -> {
			Desk desk = context.getBean(Desk.class);
			assertCached(context, () -> desk.ofTenant("a", "one"));

			assertThat(outcome(context, () -> desk.ofTenant("a", "two"))).isEqualTo(CacheOutcome.MISS);
			assertThat(outcome(context, () -> desk.ofTenant("a", null))).isEqualTo(CacheOutcome.MISS);
		});
	}

	@Test
	@Fault("S2")
	void hostileTenantsAreTenantsLikeOthers() {
		List<String> hostile = List.of("*", "a}|@tenant:{b", ":", "line\nbreak", "?", "[a-z]", "t".repeat(1_000_000),
				"desk:0:e:{}", "../up");
		this.runner.run((context) -> {
			Desk desk = context.getBean(Desk.class);
			LlmCaches caches = context.getBean(LlmCaches.class);
			for (String tenant : hostile) {
				assertCached(context, () -> desk.ofTenant("a", tenant));
			}
			assertThat(caches.evictTenant("*")).isEqualTo(WriteOutcome.DONE);
			assertThat(outcome(context, () -> desk.ofTenant("a", "*"))).isEqualTo(CacheOutcome.MISS);
			for (String tenant : hostile.subList(1, hostile.size())) {
				assertThat(outcome(context, () -> desk.ofTenant("a", tenant))).isEqualTo(CacheOutcome.EXACT_HIT);
			}
		});
	}

	@Test
	@Fault("S3")
	void aMissingTenantBypassesTheCacheWhereOneIsRequired() {
		this.runner.withPropertyValues("llm.cache.caches.tenants.tenant=required").run((context) -> {
			Desk desk = context.getBean(Desk.class);
			for (String missing : new String[] { null, "", " " }) {
				CacheCall<String> seen = observed(context, () -> desk.ofTenant("a", missing));
				assertThat(seen.outcome()).isEqualTo(CacheOutcome.BYPASS);
				assertThat(seen.reason()).isEqualTo(BypassReason.TENANT);
			}
			assertCached(context, () -> desk.ofTenant("a", "one"));
		});
	}

	static class Desk {

		@LlmCached
		public String answer(String question) {
			return question;
		}

		@LlmCached
		public String answer(@LlmPrompt String question, String model) {
			return question;
		}

		@LlmCached(sampling = Sampling.ANY)
		public String answer(String question, double temperature) {
			return question;
		}

		@LlmCached
		public String answer(CharSequence question) {
			return question.toString();
		}

		@LlmCached
		public String other(String question) {
			return question;
		}

		@LlmCached(promptVersion = "v2", operation = "versioned")
		public String versioned(String question) {
			return question;
		}

		@LlmCached(model = "small", operation = "versioned")
		public String ofModel(String question) {
			return question;
		}

		@LlmCached(operation = "shared")
		public String shared(String question) {
			return question;
		}

		@LlmCached
		public String traced(@LlmPrompt String question, @LlmIgnore String trace) {
			return question;
		}

		@LlmCached
		public String appending(List<String> lines) {
			lines.add("more");
			return lines.toString();
		}

		@LlmCached
		public String sampled(String question, double temperature) {
			return question;
		}

		@LlmCached(cache = "tenants")
		public String ofTenant(String question, @LlmTenant @Nullable String tenant) {
			return question;
		}

	}

	static class Twin {

		@LlmCached
		public String answer(String question) {
			return question;
		}

		@LlmCached(operation = "shared")
		public String renamed(String text) {
			return text;
		}

	}

}
