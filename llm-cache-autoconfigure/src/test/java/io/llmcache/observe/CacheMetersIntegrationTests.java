package io.llmcache.observe;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

import io.llmcache.BypassReason;
import io.llmcache.CacheIncident;
import io.llmcache.CacheOutcome;
import io.llmcache.CacheRequest;
import io.llmcache.LlmCached;
import io.llmcache.LlmCaches;
import io.llmcache.SemanticMatch.Via;
import io.llmcache.autoconfigure.CacheContexts;
import io.llmcache.autoconfigure.LlmCacheMetricsAutoConfiguration;
import io.llmcache.test.Eventually;
import io.llmcache.test.FakeModel;
import io.llmcache.test.Fault;
import io.llmcache.test.TestRedis;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the meters: names, tags, figures.
 */
class CacheMetersIntegrationTests {

	private final ApplicationContextRunner runner = CacheContexts.runner()
		.withConfiguration(
				AutoConfigurations.of(MetricsAutoConfiguration.class, SimpleMetricsExportAutoConfiguration.class,
						CompositeMeterRegistryAutoConfiguration.class, LlmCacheMetricsAutoConfiguration.class))
		.withBean(FakeModel.class)
		.withBean(Desk.class);

	@BeforeEach
	void flush() {
		TestRedis.shared().flush();
	}

	@Test
	void everyMeterHasItsNameAndAFixedSetOfTags() {
		this.runner.run((context) -> {
			context.getBean(Desk.class).answer("a", 0.0);
			Map<String, TreeSet<String>> tags = new TreeMap<>();
			ours(context.getBean(MeterRegistry.class))
				.forEach((meter) -> tags.computeIfAbsent(meter.getId().getName(), (name) -> new TreeSet<>())
					.add(meter.getId().getTags().stream().map(Tag::getKey).toList().toString()));

			assertThat(tags.toString()).isEqualTo("{llm.cache.available=[[]], llm.cache.bypasses=[[cache, reason]], "
					+ "llm.cache.incidents=[[cache, incident]], llm.cache.loads=[[cache, result]], "
					+ "llm.cache.requests=[[cache, outcome]], llm.cache.saved=[[cache]], "
					+ "llm.cache.semantic.embeddings=[[cache, result]], llm.cache.semantic.hits=[[cache, via]], "
					+ "llm.cache.semantic.shadow=[[answer, cache]], llm.cache.under.way=[[]]}");
			assertThat(ours(context.getBean(MeterRegistry.class)))
				.allSatisfy((meter) -> assertThat(meter.getId().getDescription()).isNotBlank());
		});
	}

	@Test
	@Fault("S8")
	void theNumberOfMetersDependsOnTheNumberOfCachesOnly() {
		this.runner.run((context) -> {
			Desk desk = context.getBean(Desk.class);
			LlmCaches caches = context.getBean(LlmCaches.class);
			desk.answer("a", 0.0);
			int before = ours(context.getBean(MeterRegistry.class)).size();
			for (int i = 0; i < 20; i++) {
				desk.answer("question " + i, 0.0);
				caches.call(CacheRequest.of("desk", "operation " + i, String.class, "a").withTenant("tenant " + i),
						() -> "answer");
			}

			assertThat(ours(context.getBean(MeterRegistry.class))).hasSize(before)
				.hasSize(2 + CacheOutcome.values().length + BypassReason.values().length + CacheIncident.values().length
						+ 3 + Via.values().length + 4);
		});
	}

	@Test
	void theFiguresAreThoseOfTheCache() {
		this.runner.run((context) -> {
			Desk desk = context.getBean(Desk.class);
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			desk.answer("a", 0.0);
			desk.answer("a", 0.0);
			desk.answer("a", 0.0);
			desk.answer("a", 0.7);
			context.getBean(FakeModel.class).answerWith((prompt) -> "");
			desk.answer("b", 0.0);
			context.getBean(FakeModel.class).failWith(new IllegalStateException());
			assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> desk.answer("c", 0.0))).isNotNull();

			assertThat(count(registry, "llm.cache.requests", "outcome", "exact_hit")).isEqualTo(2);
			assertThat(count(registry, "llm.cache.requests", "outcome", "miss")).isEqualTo(2);
			assertThat(count(registry, "llm.cache.requests", "outcome", "bypass")).isEqualTo(1);
			assertThat(count(registry, "llm.cache.bypasses", "reason", "sampling")).isEqualTo(1);
			assertThat(count(registry, "llm.cache.incidents", "incident", "not_storable")).isEqualTo(1);
			assertThat(count(registry, "llm.cache.loads", "result", "success")).isEqualTo(2);
			assertThat(count(registry, "llm.cache.loads", "result", "failure")).isEqualTo(1);
			assertThat(registry.get("llm.cache.available").gauge().value()).isEqualTo(1);
			assertThat(registry.get("llm.cache.under.way").gauge().value()).isZero();
		});
	}

	@Test
	void aLoadUnderWayAndALostRedisAreSeen() throws Exception {
		try (TestRedis redis = TestRedis.start()) {
			this.runner.withPropertyValues(redis.properties()).run((context) -> {
				MeterRegistry registry = context.getBean(MeterRegistry.class);
				Desk desk = context.getBean(Desk.class);
				FakeModel model = context.getBean(FakeModel.class).hold();
				Thread caller = new Thread(() -> desk.answer("a", 0.0));
				caller.start();
				Eventually.holds(() -> model.running() == 1, () -> "no load");
				assertThat(registry.get("llm.cache.under.way").gauge().value()).isEqualTo(1);
				model.release();
				caller.join();
				redis.kill();
				desk.answer("b", 0.0);

				assertThat(registry.get("llm.cache.available").gauge().value()).isZero();
				assertThat(count(registry, "llm.cache.bypasses", "reason", "unavailable")).isEqualTo(1);
				assertThat(count(registry, "llm.cache.incidents", "incident", "failed_open")).isEqualTo(1);
			});
		}
	}

	@Test
	void everyRegistryGetsTheMeters() {
		this.runner.withBean("one", SimpleMeterRegistry.class, SimpleMeterRegistry::new)
			.withBean("other", SimpleMeterRegistry.class, SimpleMeterRegistry::new)
			.run((context) -> {
				context.getBean(Desk.class).answer("a", 0.0);

				assertThat(context.getBean(CompositeMeterRegistry.class).getRegistries()).hasSize(2)
					.allSatisfy((registry) -> assertThat(count(registry, "llm.cache.requests", "outcome", "miss"))
						.isEqualTo(1));
			});
	}

	private static List<Meter> ours(MeterRegistry registry) {
		return registry.getMeters()
			.stream()
			.filter((meter) -> meter.getId().getName().startsWith("llm.cache"))
			.toList();
	}

	private static double count(MeterRegistry registry, String name, String tag, String value) {
		return registry.get(name).tag("cache", "desk").tag(tag, value).meters().stream().mapToDouble((meter) -> {
			assertThat(meter).isInstanceOf(FunctionCounter.class);
			return ((FunctionCounter) meter).count();
		}).sum();
	}

	static class Desk {

		private final FakeModel model;

		Desk(FakeModel model) {
			this.model = model;
		}

		@LlmCached(cache = "desk")
		public String answer(String question, double temperature) {
			return this.model.answer(question);
		}

	}

}
