package io.llmcache.intercept;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
import io.llmcache.store.TestStores;
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
import org.springframework.mock.web.MockHttpServletRequest;

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
	void whatAnswersOtherwiseHasADigestOfItsOwn(Seen seen) {
		this.runner.run((context) -> {
			Desk desk = context.getBean(Desk.class);
			List<Callable<String>> calls = List.of(() -> desk.answer("a"), () -> desk.answer("b"),
					() -> desk.answer("a", "small"), () -> desk.answer("a", "large"), () -> desk.other("a"),
					() -> desk.answer("a", 0.0), () -> desk.answer("a", 1.0), () -> desk.versioned("a"),
					() -> desk.ofModel("a"), () -> context.getBean(Twin.class).answer("a"),
					() -> desk.answer(new StringBuilder("a")));
			Set<@Nullable String> digests = new HashSet<>();
			for (Callable<String> call : calls) {
				CacheCall<String> told = observed(context, call);
				assertThat(told.outcome()).isEqualTo(CacheOutcome.MISS);
				digests.add(told.digest());
			}
			assertThat(digests).hasSameSizeAs(calls).doesNotContainNull();
		});
		seen.that("11 calls, 11 digests");
	}

	@Test
	@Fault("K10")
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
	void hostileTenantsAreTenantsLikeOthers(Seen seen) {
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
		seen.that("9 tenants: 1 evicted, 8 untouched");
	}

	@Test
	@Fault("S3")
	void aMissingTenantBypassesTheCacheWhereOneIsRequired(Seen seen) {
		this.runner.withPropertyValues("llm.cache.caches.tenants.tenant=required").run((context) -> {
			Desk desk = context.getBean(Desk.class);
			for (String missing : new String[] { null, "", " " }) {
				CacheCall<String> told = observed(context, () -> desk.ofTenant("a", missing));
				assertThat(told.outcome()).isEqualTo(CacheOutcome.BYPASS);
				assertThat(told.reason()).isEqualTo(BypassReason.TENANT);
			}
			assertCached(context, () -> desk.ofTenant("a", "one"));
		});
		seen.that("null, empty, blank: 3 bypasses");
	}

	@Test
	@Fault("K3")
	void anArgumentThatContainsItselfIsBypassed(Seen seen) {
		this.runner.run((context) -> {
			List<Object> cycle = new ArrayList<>();
			cycle.add(Map.of("self", cycle));
			List<Object> deep = List.of();
			for (int i = 0; i < 100_000; i++) {
				deep = List.of(deep);
			}
			for (List<Object> argument : List.of(cycle, deep)) {
				CacheCall<String> told = observed(context, () -> context.getBean(Desk.class).about("a", argument));
				assertThat(told.outcome()).isEqualTo(CacheOutcome.BYPASS);
				assertThat(told.reason()).isEqualTo(BypassReason.UNKEYABLE);
				assertThat(told.value()).isEqualTo("a");
			}
		});
		seen.that("a cycle, 100 000 levels: 2 bypasses");
	}

	@Test
	@Fault("K4")
	@ExtendWith(OutputCaptureExtension.class)
	void whatHasNoContentIsBypassedUntouchedAndToldOfOnce(CapturedOutput output, Seen seen) {
		this.runner.run((context) -> {
			Desk desk = context.getBean(Desk.class);
			for (int i = 0; i < 20; i++) {
				InputStream stream = new ByteArrayInputStream("canary".getBytes(StandardCharsets.US_ASCII));
				Supplier<String> lambda = () -> "canary";
				for (Object argument : List.of(stream, lambda, new MockHttpServletRequest("GET", "/canary"))) {
					CacheCall<String> call = observed(context, () -> desk.about("a", List.of(argument)));
					assertThat(call.reason()).isEqualTo(BypassReason.UNKEYABLE);
				}
				assertThat(stream.available()).isEqualTo(6);
			}
			assertThat(output).containsOnlyOnce("Bypassing the cache (UNKEYABLE)").doesNotContain("canary");
			assertThat(context.getBean(LlmCaches.class).stats("default").bypasses())
				.containsEntry(BypassReason.UNKEYABLE, 60L);
		});
		seen.that("60 calls: 60 bypasses, 1 line in the log, 0 bytes consumed");
	}

	@Test
	@Fault("K10")
	void whatAnUpgradeLeavesBehindIsNotServedAndExpires(Seen seen) {
		this.runner.run((context) -> assertCached(context, () -> context.getBean(Desk.class).shared("a")));
		this.runner.withPropertyValues("llm.cache.prompt-version=g2").run((context) -> {
			assertCached(context, () -> context.getBean(Desk.class).shared("a"));
			assertThat(outcome(context, () -> context.getBean(Twin.class).renamed("a")))
				.isEqualTo(CacheOutcome.EXACT_HIT);
		});
		assertThat(TestRedis.shared().connection().sync().keys("*:e:*")).hasSize(2);
		TestStores.assertEveryKeyEnds(TestRedis.shared());
		seen.that("renamed: a hit; upgraded: a miss, the orphan has a life");
	}

	@Test
	@Fault("S10")
	void aSecretMakesGuessesWorthless(Seen seen) {
		List<String> questions = IntStream.range(0, 50).mapToObj((i) -> "Question " + i).toList();
		Set<@Nullable String> guesses = new HashSet<>();
		this.runner.run((context) -> {
			for (String question : questions) {
				guesses.add(observed(context, () -> context.getBean(Desk.class).answer(question)).digest());
			}
		});
		assertThat(digestsInRedis()).isEqualTo(guesses).hasSize(50);
		TestRedis.shared().flush();
		this.runner.withPropertyValues("llm.cache.key-secret=0123456789abcdef").run((context) -> {
			for (String question : questions) {
				assertCached(context, () -> context.getBean(Desk.class).answer(question));
			}
		});

		assertThat(digestsInRedis()).hasSize(50).doesNotContainAnyElementsOf(guesses);
		seen.that("50 digests guessed: 50 found without a secret, 0 with one");
	}

	private static Set<String> digestsInRedis() {
		return TestRedis.shared()
			.connection()
			.sync()
			.keys("*:e:*")
			.stream()
			.map((name) -> name.replaceAll(".*\\{(.*)}", "$1"))
			.collect(Collectors.toSet());
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
		public String about(@LlmPrompt String question, List<Object> things) {
			return question;
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
