package io.llmcache.intercept;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;

import io.llmcache.BypassReason;
import io.llmcache.CacheCall;
import io.llmcache.CacheIncident;
import io.llmcache.CacheOutcome;
import io.llmcache.CacheRequest;
import io.llmcache.CacheStats;
import io.llmcache.LlmCacheConfigurationException;
import io.llmcache.LlmCached;
import io.llmcache.LlmCaches;
import io.llmcache.WriteOutcome;
import io.llmcache.autoconfigure.CacheContexts;
import io.llmcache.test.FakeModel;
import io.llmcache.test.Fault;
import io.llmcache.test.TestRedis;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests of the caches without annotations.
 */
class ProgrammaticCachesIntegrationTests {

	private static final CacheRequest<String> REQUEST = CacheRequest.of("desk", "ask", String.class, "What is a PIN?");

	private final ApplicationContextRunner runner = CacheContexts.runner()
		.withBean(FakeModel.class)
		.withBean(Desk.class);

	@BeforeEach
	void flush() {
		TestRedis.shared().flush();
	}

	@Test
	void aCallTellsAnswerOutcomeDigestAgeAndLoadTime() {
		this.runner.run((context) -> {
			LlmCaches caches = context.getBean(LlmCaches.class);
			FakeModel model = context.getBean(FakeModel.class).latency(Duration.ofMillis(20));
			Callable<String> loader = () -> model.answer("What is a PIN?");

			CacheCall<String> first = caches.call(REQUEST, loader);
			CacheCall<String> second = caches.call(REQUEST, loader);

			assertThat(first.outcome()).isEqualTo(CacheOutcome.MISS);
			assertThat(first.age()).isNull();
			assertThat(first.loadTime()).isGreaterThanOrEqualTo(Duration.ofMillis(20));
			assertThat(second.value()).isEqualTo("answer to What is a PIN?").isEqualTo(first.value());
			assertThat(second.outcome()).isEqualTo(CacheOutcome.EXACT_HIT);
			assertThat(second.digest()).matches("[0-9a-f]{64}").isEqualTo(first.digest());
			assertThat(second.age()).isGreaterThanOrEqualTo(Duration.ofMillis(20)).isLessThan(Duration.ofSeconds(20));
			assertThat(second.loadTime()).isGreaterThanOrEqualTo(Duration.ofMillis(20));
			assertThat(second.reason()).isNull();
			assertThat(second.similarity()).isNull();
			assertThat(model.calls()).isEqualTo(1);
		});
	}

	@Test
	void whatMakesRequestsDifferentMakesTheirAnswersDifferent() {
		this.runner.run((context) -> {
			LlmCaches caches = context.getBean(LlmCaches.class);
			List<CacheRequest<String>> requests = List.of(REQUEST, REQUEST.with("model", "small"),
					REQUEST.with("model", "large"), REQUEST.withTenant("one"), REQUEST.withPromptVersion("v2"),
					CacheRequest.of("desk", "tell", String.class, "What is a PIN?"),
					CacheRequest.of("other", "ask", String.class, "What is a PIN?"));
			for (CacheRequest<String> request : requests) {
				assertThat(caches.call(request, () -> "answer").outcome()).isEqualTo(CacheOutcome.MISS);
			}
			assertThat(caches.call(REQUEST.withTtl(Duration.ofHours(1)), () -> "answer").outcome())
				.isEqualTo(CacheOutcome.EXACT_HIT);
		});
	}

	@Test
	void whatTheLoaderThrowsComesThroughUnchanged() {
		this.runner.run((context) -> {
			IOException failure = new IOException("no");

			assertThatExceptionOfType(IOException.class)
				.isThrownBy(() -> context.getBean(LlmCaches.class).call(REQUEST, () -> {
					throw failure;
				}))
				.isSameAs(failure);
		});
	}

	@Test
	void aRefusedRequestIsBypassedAndSaysWhy() {
		this.runner.withPropertyValues("llm.cache.caches.desk.tenant=required").run((context) -> {
			LlmCaches caches = context.getBean(LlmCaches.class);

			CacheCall<String> call = caches.call(REQUEST, () -> "answer");

			assertThat(call).isEqualTo(new CacheCall<>("answer", CacheOutcome.BYPASS, BypassReason.TENANT, null, null,
					call.loadTime(), null));
			assertThat(caches.get(REQUEST).reason()).isEqualTo(BypassReason.TENANT);
			assertThat(caches.put(REQUEST, "answer")).isEqualTo(WriteOutcome.REFUSED);
			assertThat(caches.evict(REQUEST)).isEqualTo(WriteOutcome.REFUSED);
			assertThat(caches.call(REQUEST.withTenant("one").with("temperature", 1.0), () -> "a").reason())
				.isEqualTo(BypassReason.SAMPLING);
			assertThat(caches.call(REQUEST.withTenant("one").with("thing", Thread.currentThread()), () -> "a").reason())
				.isEqualTo(BypassReason.UNKEYABLE);
		});
	}

	@Test
	void aValueTypeThatCannotBeStoredIsTheCallersMistake() {
		this.runner
			.run((context) -> assertThatExceptionOfType(LlmCacheConfigurationException.class)
				.isThrownBy(() -> context.getBean(LlmCaches.class)
					.call(CacheRequest.of("desk", "ask", Object.class, "a"), () -> "answer"))
				.withMessageContaining("ask"));
	}

	@Test
	void aLookTellsWhatIsThereAndLoadsNothing() {
		this.runner.run((context) -> {
			LlmCaches caches = context.getBean(LlmCaches.class);

			assertThat(caches.get(REQUEST).outcome()).isEqualTo(CacheOutcome.MISS);
			assertThat(caches.get(REQUEST).value()).isNull();
			caches.call(REQUEST, () -> "answer");
			assertThat(caches.get(REQUEST).outcome()).isEqualTo(CacheOutcome.EXACT_HIT);
			assertThat(caches.get(REQUEST).value()).isEqualTo("answer");
		});
	}

	@Test
	void whatIsPutReplacesWhatIsThereAndIsNoLoad() {
		this.runner.run((context) -> {
			LlmCaches caches = context.getBean(LlmCaches.class);
			caches.call(REQUEST, () -> "old");

			assertThat(caches.put(REQUEST, "new")).isEqualTo(WriteOutcome.DONE);

			assertThat(caches.get(REQUEST).value()).isEqualTo("new");
			assertThat(caches.stats("desk").loads()).isEqualTo(1);
		});
	}

	@Test
	void whatIsNotWorthKeepingIsNotPut() {
		this.runner.withPropertyValues("llm.cache.max-entry-size=100B").run((context) -> {
			LlmCaches caches = context.getBean(LlmCaches.class);

			assertThat(caches.put(REQUEST, " ")).isEqualTo(WriteOutcome.REFUSED);
			assertThat(caches.put(REQUEST, "x".repeat(101))).isEqualTo(WriteOutcome.REFUSED);
			assertThat(caches.put(REQUEST, "\ud800")).isEqualTo(WriteOutcome.REFUSED);
			assertThat(caches.get(REQUEST).outcome()).isEqualTo(CacheOutcome.MISS);
		});
	}

	@Test
	void oneAnswerIsEvictedByRequestOrByDigest() {
		this.runner.run((context) -> {
			LlmCaches caches = context.getBean(LlmCaches.class);
			String digest = Objects.requireNonNull(caches.call(REQUEST, () -> "answer").digest());

			assertThat(caches.evict(REQUEST)).isEqualTo(WriteOutcome.DONE);
			assertThat(caches.evict(REQUEST)).isEqualTo(WriteOutcome.ABSENT);
			caches.call(REQUEST, () -> "answer");
			assertThat(caches.evict("elsewhere", digest)).isEqualTo(WriteOutcome.ABSENT);
			assertThat(caches.evict("desk", digest)).isEqualTo(WriteOutcome.DONE);
			assertThat(caches.get(REQUEST).outcome()).isEqualTo(CacheOutcome.MISS);
			assertThat(caches.evict("desk", digest)).isEqualTo(WriteOutcome.ABSENT);
			assertThat(caches.evict("desk", "*")).isEqualTo(WriteOutcome.REFUSED);
			assertThat(caches.evict("desk", digest + "0")).isEqualTo(WriteOutcome.REFUSED);
		});
	}

	@Test
	@Fault("S11")
	void aTenantIsEvictedFromAllCaches() {
		this.runner.run((context) -> {
			LlmCaches caches = context.getBean(LlmCaches.class);
			CacheRequest<String> other = CacheRequest.of("other", "ask", String.class, "a").withTenant("one");
			caches.put(REQUEST, "answer");
			caches.put(REQUEST.withTenant("one"), "answer");
			caches.put(other, "answer");

			assertThat(caches.evictTenant("one")).isEqualTo(WriteOutcome.DONE);

			assertThat(caches.get(REQUEST).outcome()).isEqualTo(CacheOutcome.EXACT_HIT);
			assertThat(caches.get(REQUEST.withTenant("one")).outcome()).isEqualTo(CacheOutcome.MISS);
			assertThat(caches.get(other).outcome()).isEqualTo(CacheOutcome.MISS);
			assertThat(caches.evictTenant(" ")).isEqualTo(WriteOutcome.REFUSED);
		});
	}

	@Test
	void oneCacheIsClearedInAllItsVersionsOrAllAre() {
		this.runner.run((context) -> {
			LlmCaches caches = context.getBean(LlmCaches.class);
			CacheRequest<String> other = CacheRequest.of("other", "ask", String.class, "a");
			caches.put(REQUEST, "answer");
			caches.put(REQUEST.withPromptVersion("v2"), "answer");
			caches.put(other, "answer");

			assertThat(caches.clear("desk")).isEqualTo(WriteOutcome.DONE);

			assertThat(caches.get(REQUEST).outcome()).isEqualTo(CacheOutcome.MISS);
			assertThat(caches.get(REQUEST.withPromptVersion("v2")).outcome()).isEqualTo(CacheOutcome.MISS);
			assertThat(caches.get(other).outcome()).isEqualTo(CacheOutcome.EXACT_HIT);
			assertThat(caches.clearAll()).isEqualTo(WriteOutcome.DONE);
			assertThat(caches.get(other).outcome()).isEqualTo(CacheOutcome.MISS);
			assertThat(caches.clear("*")).isEqualTo(WriteOutcome.REFUSED);
			assertThat(caches.clear("a b")).isEqualTo(WriteOutcome.REFUSED);
		});
	}

	@Test
	void theStatisticsAddUp() {
		this.runner.run((context) -> {
			LlmCaches caches = context.getBean(LlmCaches.class);
			assertThat(caches.stats("desk").hitRate()).isNaN();
			assertThat(caches.names()).containsExactly("annotated");
			caches.call(REQUEST, () -> {
				Thread.sleep(15);
				return "answer";
			});
			caches.call(REQUEST, () -> "answer");
			caches.call(REQUEST, () -> "answer");
			caches.call(REQUEST.with("empty", true), () -> "");
			caches.call(REQUEST.with("temperature", 1), () -> "answer");
			assertThatExceptionOfType(IOException.class)
				.isThrownBy(() -> caches.call(REQUEST.with("failing", true), () -> {
					throw new IOException();
				}));

			CacheStats stats = caches.stats("desk");

			assertThat(stats.hits()).isEqualTo(2);
			assertThat(stats.misses()).isEqualTo(2);
			assertThat(stats.hitRate()).isEqualTo(0.5);
			assertThat(stats.stampedeRate()).isZero();
			assertThat(stats.loads()).isEqualTo(3);
			assertThat(stats.failedLoads()).isEqualTo(1);
			assertThat(stats.count(CacheOutcome.BYPASS)).isEqualTo(1);
			assertThat(stats.bypasses()).containsEntry(BypassReason.SAMPLING, 1L);
			assertThat(stats.count(CacheIncident.NOT_STORABLE)).isEqualTo(1);
			assertThat(stats.savedMillis()).isBetween(30L, 20_000L);
			assertThat(caches.names()).containsExactly("annotated", "desk");
			assertThat(caches.stats("other")).isEqualTo(caches.stats("unheard-of"));
		});
	}

	@Test
	void theOutcomeOfAnAnnotatedCallIsObserved() {
		this.runner.run((context) -> {
			LlmCaches caches = context.getBean(LlmCaches.class);
			Desk desk = context.getBean(Desk.class);

			assertThat(caches.observed(() -> "nothing cached").reason()).isNull();
			assertThat(caches.observed(() -> "nothing cached").outcome()).isEqualTo(CacheOutcome.BYPASS);
			CacheCall<Integer> length = caches.observed(() -> desk.answer("a").length());
			assertThat(length.value()).isEqualTo(1);
			assertThat(length.outcome()).isEqualTo(CacheOutcome.MISS);
			CacheCall<String> last = caches.observed(() -> desk.answer("a") + desk.answer("b"));
			assertThat(last.outcome()).as("of several, the last").isEqualTo(CacheOutcome.MISS);
			CacheCall<String> outer = caches.observed(() -> {
				caches.observed(() -> desk.answer("a"));
				return "done";
			});
			assertThat(outer.outcome()).as("within another").isEqualTo(CacheOutcome.EXACT_HIT);
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> caches.observed(() -> {
				throw new IOException();
			}));
			assertThat(caches.observed(() -> null).outcome()).as("nothing is left behind")
				.isEqualTo(CacheOutcome.BYPASS);
		});
	}

	@Test
	void withoutRedisEveryWriteSaysSoAndCallsAreAnswered() throws Exception {
		try (TestRedis redis = TestRedis.start()) {
			this.runner.withPropertyValues(redis.properties()).run((context) -> {
				LlmCaches caches = context.getBean(LlmCaches.class);
				String digest = caches.call(REQUEST, () -> "answer").digest();
				redis.kill();

				CacheCall<String> call = caches.call(REQUEST, () -> "fresh");
				assertThat(call.value()).isEqualTo("fresh");
				assertThat(call.reason()).isEqualTo(BypassReason.UNAVAILABLE);
				assertThat(caches.get(REQUEST).reason()).isEqualTo(BypassReason.UNAVAILABLE);
				assertThat(caches.put(REQUEST, "answer")).isEqualTo(WriteOutcome.UNAVAILABLE);
				assertThat(caches.evict(REQUEST)).isEqualTo(WriteOutcome.UNAVAILABLE);
				assertThat(caches.evict("desk", String.valueOf(digest))).isEqualTo(WriteOutcome.UNAVAILABLE);
				assertThat(caches.evictTenant("one")).isEqualTo(WriteOutcome.UNAVAILABLE);
				assertThat(caches.clear("desk")).isEqualTo(WriteOutcome.UNAVAILABLE);
				assertThat(caches.clearAll()).isEqualTo(WriteOutcome.UNAVAILABLE);
				assertThat(caches.stats("desk").count(CacheIncident.FAILED_OPEN)).isPositive();
			});
		}
	}

	static class Desk {

		@LlmCached(cache = "annotated")
		public String answer(String question) {
			return question;
		}

	}

}
