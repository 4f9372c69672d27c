package io.llmcache.intercept;

import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.llmcache.CacheOutcome;
import io.llmcache.CachePolicy;
import io.llmcache.LlmCached;
import io.llmcache.LlmTenant;
import io.llmcache.Normalise;
import io.llmcache.SemanticMode;
import io.llmcache.QuestionKey;
import io.llmcache.Sampling;
import io.llmcache.TenantMode;
import io.llmcache.Tools;
import io.llmcache.UnknownTemperature;
import io.llmcache.autoconfigure.CacheContexts;
import io.llmcache.test.TestRedis;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static io.llmcache.autoconfigure.CacheContexts.outcome;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what is in force where annotation, cache and application say different things.
 */
class PrecedenceIntegrationTests {

	private static final Set<String> SEMANTIC = Set.of("semantic.mode", "semantic.threshold", "semantic.withoutGuards",
			"semantic.questionKey");

	private static final String[] GLOBAL = { "llm.cache.ttl=3h", "llm.cache.sampling=deterministic",
			"llm.cache.tools=none", "llm.cache.prompt-version=g1", "llm.cache.ttl-jitter=0.2" };

	private static final String[] OF_CACHE = { "llm.cache.caches.desk.ttl=1h", "llm.cache.caches.desk.model=large",
			"llm.cache.caches.desk.sampling=deterministic", "llm.cache.caches.desk.tools=none",
			"llm.cache.caches.desk.prompt-version=p2", "llm.cache.caches.desk.max-age=2h",
			"llm.cache.caches.desk.stale-while-revalidate=1m", "llm.cache.caches.desk.stale-if-error=2m",
			"llm.cache.caches.desk.load-deadline=3s", "llm.cache.caches.desk.max-entry-size=5KB",
			"llm.cache.caches.desk.store-empty=true", "llm.cache.caches.desk.tenant=required",
			"llm.cache.caches.desk.normalise=whitespace", "llm.cache.caches.desk.unknown-temperature=bypass" };

	private final ApplicationContextRunner runner = CacheContexts.runner().withBean(Desk.class);

	@BeforeEach
	void flush() {
		TestRedis.shared().flush();
	}

	@Test
	void withoutAnythingSaidTheDefaultsAreInForce() {
		this.runner.run((context) -> {
			CachePolicy policy = policy(context, "plain");

			assertThat(policy.version()).isEqualTo("0");
			assertThat(policy.ttl()).isEqualTo(Duration.ofHours(24));
			assertThat(policy.maxAge()).isEqualTo(Duration.ofDays(7));
			assertThat(policy.hot()).isEqualTo(new CachePolicy.Hot(10, Duration.ofHours(1), Duration.ofHours(6)));
			assertThat(policy.sources()).containsEntry("version", "default")
				.containsEntry("ttl", "llm.cache.ttl")
				.containsEntry("maxAge", "default");
		});
	}

	@Test
	void theAnnotationBeatsTheApplication() {
		this.runner.withPropertyValues(GLOBAL).run((context) -> {
			CachePolicy policy = policy(context, "desk");

			assertThat(policy.ttl()).isEqualTo(Duration.ofHours(2));
			assertThat(policy.sampling()).isEqualTo(Sampling.ANY);
			assertThat(policy.tools()).isEqualTo(Tools.ANY);
			assertThat(policy.ttlJitter()).isEqualTo(0.2);
			assertThat(policy.sources()).containsEntry("ttl", "@LlmCached")
				.containsEntry("sampling", "@LlmCached")
				.containsEntry("tools", "@LlmCached")
				.containsEntry("ttlJitter", "llm.cache.ttl-jitter");
		});
	}

	@Test
	void theCacheBeatsTheAnnotation() {
		this.runner.withPropertyValues(GLOBAL).withPropertyValues(OF_CACHE).run((context) -> {
			CachePolicy policy = policy(context, "desk");

			assertThat(policy.ttl()).isEqualTo(Duration.ofHours(1));
			assertThat(policy.hot().ttl()).as("never above the ttl").isEqualTo(Duration.ofHours(1));
			assertThat(policy.maxAge()).isEqualTo(Duration.ofHours(2));
			assertThat(policy.staleWhileRevalidate()).isEqualTo(Duration.ofMinutes(1));
			assertThat(policy.staleIfError()).isEqualTo(Duration.ofMinutes(2));
			assertThat(policy.loadDeadline()).isEqualTo(Duration.ofSeconds(3));
			assertThat(policy.maxEntryBytes()).isEqualTo(5 * 1024);
			assertThat(policy.storeEmpty()).isTrue();
			assertThat(policy.tenant()).isEqualTo(TenantMode.REQUIRED);
			assertThat(policy.normalise()).isEqualTo(Normalise.WHITESPACE);
			assertThat(policy.sampling()).isEqualTo(Sampling.DETERMINISTIC);
			assertThat(policy.unknownTemperature()).isEqualTo(UnknownTemperature.BYPASS);
			assertThat(policy.tools()).isEqualTo(Tools.NONE);
			assertThat(operation(context, "desk").description().model()).isEqualTo("large");
			assertThat(policy.sources()).containsAllEntriesOf(Map.of("ttl", "llm.cache.caches.desk.ttl", "sampling",
					"llm.cache.caches.desk.sampling", "maxEntryBytes", "llm.cache.caches.desk.max-entry-size",
					"staleIfError", "llm.cache.caches.desk.stale-if-error"));
			assertThat(policy(context, "plain").ttl()).as("another cache").isEqualTo(Duration.ofHours(3));
		});
	}

	@Test
	void inheritInACacheIsAsIfItWereNotSaid() {
		this.runner.withPropertyValues("llm.cache.caches.desk.sampling=inherit", "llm.cache.caches.desk.tools=inherit")
			.run((context) -> assertThat(policy(context, "desk").sampling()).isEqualTo(Sampling.ANY));
	}

	@Test
	void forTheSameQuestionTheLevelsHoldToo() {
		this.runner.withBean(SemanticDesk.class)
			.withPropertyValues("llm.cache.semantic.threshold=0.91", "llm.cache.semantic.without-guards=units")
			.run((context) -> {
				CachePolicy policy = policy(context, "semantic");
				assertThat(policy.semantic())
					.isEqualTo(new CachePolicy.Semantic(SemanticMode.SHADOW, 0.92, Set.of("numbers"), QuestionKey.EN));
				assertThat(policy.sources()).containsEntry("semantic.threshold", "@LlmCached")
					.containsEntry("semantic.questionKey", "llm.cache.semantic.question-key");
				assertThat(policy(context, "plain").semantic())
					.isEqualTo(new CachePolicy.Semantic(SemanticMode.OFF, 0.91, Set.of("units"), QuestionKey.EN));
			});
		this.runner.withBean(SemanticDesk.class)
			.withPropertyValues("llm.cache.caches.semantic.semantic.mode=off",
					"llm.cache.caches.semantic.semantic.threshold=0.93",
					"llm.cache.caches.semantic.semantic.question-key=off")
			.run((context) -> assertThat(policy(context, "semantic").semantic())
				.isEqualTo(new CachePolicy.Semantic(SemanticMode.OFF, 0.93, Set.of("numbers"), QuestionKey.OFF)));
	}

	static class SemanticDesk {

		@LlmCached(cache = "semantic", semantic = SemanticMode.SHADOW, threshold = 0.92, withoutGuards = "numbers")
		public String answer(String question) {
			return question;
		}

	}

	@Test
	void theSourceOfEveryValueIsTold() {
		this.runner.run((context) -> assertThat(policy(context, "desk").sources().keySet())
			.containsExactlyInAnyOrderElementsOf(Arrays.stream(CachePolicy.class.getRecordComponents())
				.map((component) -> component.getName())
				.filter((name) -> !name.equals("cache") && !name.equals("sources"))
				.flatMap((name) -> name.equals("semantic") ? SEMANTIC.stream() : Stream.of(name))
				.toList()));
	}

	@Test
	void theVersionsOfAllLevelsAreJoined() {
		this.runner.withPropertyValues(GLOBAL).withPropertyValues(OF_CACHE).run((context) -> {
			CachePolicy policy = policy(context, "desk");

			assertThat(policy.version()).isEqualTo("v3+p2+g1");
			assertThat(policy.sources()).containsEntry("version",
					"@LlmCached + llm.cache.caches.desk.prompt-version + llm.cache.prompt-version");
			assertThat(policy(context, "plain").version()).isEqualTo("g1");
		});
	}

	@Test
	void aBumpOfAnyVersionRetiresTheOlderEntriesAndTheWayBackFindsThem() {
		assertThat(outcomeWith()).isEqualTo(CacheOutcome.MISS);
		assertThat(outcomeWith()).isEqualTo(CacheOutcome.EXACT_HIT);
		assertThat(outcomeWith("llm.cache.caches.desk.prompt-version=p2")).isEqualTo(CacheOutcome.MISS);
		assertThat(outcomeWith("llm.cache.prompt-version=g2")).isEqualTo(CacheOutcome.MISS);
		assertThat(outcomeWith("llm.cache.caches.desk.prompt-version=p2", "llm.cache.prompt-version=g2"))
			.isEqualTo(CacheOutcome.MISS);
		assertThat(outcomeWith()).isEqualTo(CacheOutcome.EXACT_HIT);
	}

	@Test
	void anotherModelOrSecretIsAnotherKey() {
		assertThat(outcomeWith()).isEqualTo(CacheOutcome.MISS);
		assertThat(outcomeWith("llm.cache.caches.desk.model=large")).isEqualTo(CacheOutcome.MISS);
		assertThat(outcomeWith("llm.cache.key-secret=0123456789abcdef")).isEqualTo(CacheOutcome.MISS);
		assertThat(outcomeWith()).isEqualTo(CacheOutcome.EXACT_HIT);
	}

	private CacheOutcome outcomeWith(String... properties) {
		CacheOutcome[] outcome = new CacheOutcome[1];
		this.runner.withPropertyValues(properties)
			.run((context) -> outcome[0] = outcome(context, () -> context.getBean(Desk.class).answer("a", "t", 0)));
		return outcome[0];
	}

	private static CachePolicy policy(AssertableApplicationContext context, String cache) {
		return operation(context, cache).policy();
	}

	private static CachedOperation operation(AssertableApplicationContext context, String cache) {
		return context.getBean(Directory.class).operations(cache).get(0);
	}

	static class Desk {

		@LlmCached(cache = "desk", promptVersion = "v3", ttl = "2h", model = "small", sampling = Sampling.ANY,
				tools = Tools.ANY)
		public String answer(String question, @LlmTenant String tenant, double temperature) {
			return question;
		}

		@LlmCached(cache = "plain")
		public String plain(String question) {
			return question;
		}

	}

}
