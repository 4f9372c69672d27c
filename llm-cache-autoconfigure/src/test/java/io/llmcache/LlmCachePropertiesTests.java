package io.llmcache;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.llmcache.LlmCacheProperties.QueryEngine.Algorithm;
import io.llmcache.LlmCacheProperties.Semantic.IndexChoice;
import io.llmcache.LlmCacheProperties.Semantic.VectorForm;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of the properties: names, defaults, descriptions.
 */
class LlmCachePropertiesTests {

	/** The defaults as documented; empty for none. */
	private static final Map<String, String> DEFAULTS = table("""
			enabled=true
			prefix=
			prompt-version=
			ttl=24h
			ttl-jitter=0.05
			max-age=
			stale-while-revalidate=0s
			stale-if-error=0s
			load-deadline=60s
			operation-timeout=200ms
			max-entry-size=1MB
			max-key-input=10MB
			store-empty=false
			tenant=none
			normalise=none
			sampling=deterministic
			unknown-temperature=cache
			tools=none
			key-secret=
			hot.threshold=10
			hot.window=1h
			hot.ttl=6h
			lock.lease=10s
			lock.wait=20s
			lock.on-deadline=fail
			refresh.threads=4
			refresh.queue=64
			refresh.backoff=10s
			breaker.probe=500ms
			health.down-when-unavailable=false
			semantic.mode=off
			semantic.threshold=
			semantic.without-guards=
			semantic.question-key=en
			semantic.question-families=
			semantic.question-words=
			semantic.embedder=
			semantic.embedding-model=
			semantic.embed-timeout=2s
			semantic.embed-threads=2
			semantic.embed-queue=64
			semantic.index=auto
			semantic.vector=float16
			semantic.mirror.max-entries=250000
			semantic.mirror.rebuild=6h
			semantic.query-engine.algorithm=flat
			caches=
			""");

	private static final Map<String, String> OTHERS = table("""
			enabled=false
			prefix=mine
			prompt-version=g1
			ttl=1h
			ttl-jitter=0.1
			max-age=2h
			stale-while-revalidate=3m
			stale-if-error=4m
			load-deadline=5s
			operation-timeout=6ms
			max-entry-size=7KB
			max-key-input=8KB
			store-empty=true
			tenant=required
			normalise=whitespace-case
			sampling=any
			unknown-temperature=bypass
			tools=any
			key-secret=0123456789abcdef
			hot.threshold=9
			hot.window=10m
			hot.ttl=11m
			lock.lease=12s
			lock.wait=13s
			lock.on-deadline=load
			refresh.threads=14
			refresh.queue=15
			refresh.backoff=16s
			breaker.probe=17ms
			health.down-when-unavailable=true
			semantic.mode=serve
			semantic.threshold=0.9
			semantic.without-guards=numbers
			semantic.question-key=off
			semantic.question-families=best-way
			semantic.question-words.otp=one-time password
			semantic.embedder=mine
			semantic.embedding-model=m1
			semantic.embed-timeout=1s
			semantic.embed-threads=18
			semantic.embed-queue=19
			semantic.index=vector-set
			semantic.vector=float32
			semantic.mirror.max-entries=20
			semantic.mirror.rebuild=21h
			semantic.query-engine.algorithm=hnsw
			caches.a.prompt-version=p1
			caches.a.model=small
			caches.a.ttl=1m
			caches.a.max-age=2m
			caches.a.stale-while-revalidate=3s
			caches.a.stale-if-error=4s
			caches.a.load-deadline=5s
			caches.a.max-entry-size=6KB
			caches.a.store-empty=true
			caches.a.tenant=required
			caches.a.normalise=whitespace
			caches.a.sampling=any
			caches.a.unknown-temperature=bypass
			caches.a.tools=any
			caches.a.semantic.mode=shadow
			caches.a.semantic.threshold=0.8
			caches.a.semantic.without-guards=units
			caches.a.semantic.question-key=en
			""");

	@Test
	void theDefaultsAreTheDocumentedOnes() {
		LlmCacheProperties properties = bound(Map.of());

		assertThat(properties).isEqualTo(new LlmCacheProperties(true, null, null, Duration.ofHours(24), 0.05, null,
				Duration.ZERO, Duration.ZERO, Duration.ofSeconds(60), Duration.ofMillis(200), DataSize.ofMegabytes(1),
				DataSize.ofMegabytes(10), false, TenantMode.NONE, Normalise.NONE, Sampling.DETERMINISTIC,
				UnknownTemperature.CACHE, Tools.NONE, null,
				new LlmCacheProperties.Hot(10, Duration.ofHours(1), Duration.ofHours(6)),
				new LlmCacheProperties.Lock(Duration.ofSeconds(10), Duration.ofSeconds(20),
						CachePolicy.OnDeadline.FAIL),
				new LlmCacheProperties.Refresh(4, 64, Duration.ofSeconds(10)),
				new LlmCacheProperties.Breaker(Duration.ofMillis(500)), new LlmCacheProperties.Health(false),
				new LlmCacheProperties.Semantic(SemanticMode.OFF, null, Set.of(), QuestionKey.EN, Set.of(), Map.of(),
						null, null, Duration.ofSeconds(2), 2, 64, IndexChoice.AUTO, VectorForm.FLOAT16,
						new LlmCacheProperties.Mirror(250_000, Duration.ofHours(6)),
						new LlmCacheProperties.QueryEngine(Algorithm.FLAT)),
				Map.of()));
		assertThat(bound(set(DEFAULTS))).as("as written").isEqualTo(properties);
	}

	@Test
	void everyPropertyIsBound() {
		LlmCacheProperties properties = bound(OTHERS);

		assertThat(properties).isEqualTo(new LlmCacheProperties(false, "mine", "g1", Duration.ofHours(1), 0.1,
				Duration.ofHours(2), Duration.ofMinutes(3), Duration.ofMinutes(4), Duration.ofSeconds(5),
				Duration.ofMillis(6), DataSize.ofKilobytes(7), DataSize.ofKilobytes(8), true, TenantMode.REQUIRED,
				Normalise.WHITESPACE_CASE, Sampling.ANY, UnknownTemperature.BYPASS, Tools.ANY, "0123456789abcdef",
				new LlmCacheProperties.Hot(9, Duration.ofMinutes(10), Duration.ofMinutes(11)),
				new LlmCacheProperties.Lock(Duration.ofSeconds(12), Duration.ofSeconds(13),
						CachePolicy.OnDeadline.LOAD),
				new LlmCacheProperties.Refresh(14, 15, Duration.ofSeconds(16)),
				new LlmCacheProperties.Breaker(Duration.ofMillis(17)), new LlmCacheProperties.Health(true),
				new LlmCacheProperties.Semantic(SemanticMode.SERVE, 0.9, Set.of("numbers"), QuestionKey.OFF,
						Set.of(QuestionFamily.BEST_WAY), Map.of("otp", "one-time password"), "mine", "m1",
						Duration.ofSeconds(1), 18, 19, IndexChoice.VECTOR_SET, VectorForm.FLOAT32,
						new LlmCacheProperties.Mirror(20, Duration.ofHours(21)),
						new LlmCacheProperties.QueryEngine(Algorithm.HNSW)),
				Map.of("a",
						new LlmCacheProperties.Cache("p1", "small", Duration.ofMinutes(1), Duration.ofMinutes(2),
								Duration.ofSeconds(3), Duration.ofSeconds(4), Duration.ofSeconds(5),
								DataSize.ofKilobytes(6), true, TenantMode.REQUIRED, Normalise.WHITESPACE, Sampling.ANY,
								UnknownTemperature.BYPASS, Tools.ANY, new LlmCacheProperties.CacheSemantic(
										SemanticMode.SHADOW, 0.8, Set.of("units"), QuestionKey.EN)))));
		assertThat(Arrays.stream(LlmCacheProperties.Cache.class.getRecordComponents()))
			.as("every property of a cache is in this test")
			.hasSize((int) OTHERS.keySet()
				.stream()
				.filter((name) -> name.startsWith("caches.a."))
				.map((name) -> name.split("\\.")[2])
				.distinct()
				.count());
	}

	@Test
	void nothingSecretIsInTheText() {
		assertThat(bound(OTHERS).toString()).doesNotContain("0123456789abcdef");
	}

	@Test
	void theMetadataDescribesEveryPropertyAndTellsItsDefault() throws IOException {
		Map<String, String> documented = new TreeMap<>();
		for (JsonNode property : metadata().get("properties")) {
			String name = property.get("name").asString();
			if (name.startsWith("llm.cache.")) {
				JsonNode value = property.get("defaultValue");
				documented.put(name.substring("llm.cache.".length()), (value != null) ? value.asString() : "");
				assertThat(property.get("description")).as(name).isNotNull();
				assertThat(property.get("description").asString()).as(name).endsWith(".");
			}
		}

		assertThat(documented).isEqualTo(new TreeMap<>(DEFAULTS));
	}

	@Test
	void theHintsAreForPropertiesThatExist() throws IOException {
		Set<String> hinted = new TreeSet<>();
		metadata().get("hints").forEach((hint) -> hinted.add(hint.get("name").asString()));

		assertThat(hinted).contains("llm.cache.sampling", "llm.cache.tools")
			.allSatisfy((name) -> assertThat(DEFAULTS).containsKey(name.substring("llm.cache.".length())));
	}

	private static JsonNode metadata() throws IOException {
		List<JsonNode> found = LlmCacheProperties.class.getClassLoader()
			.resources("META-INF/spring-configuration-metadata.json")
			.map((url) -> {
				try (InputStream json = url.openStream()) {
					return JsonMapper.shared().readTree(json);
				}
				catch (IOException ex) {
					throw new IllegalStateException(ex);
				}
			})
			.filter((json) -> json.toString().contains("io.llmcache.LlmCacheProperties"))
			.toList();
		assertThat(found).as("generated by the build").hasSize(1);
		return found.get(0);
	}

	private static Map<String, String> table(String lines) {
		return lines.lines()
			.map((line) -> line.split("=", 2))
			.collect(Collectors.toMap((line) -> line[0], (line) -> line[1], (a, b) -> a, LinkedHashMap::new));
	}

	private static Map<String, String> set(Map<String, String> values) {
		Map<String, String> set = new HashMap<>(values);
		set.values().removeIf(String::isEmpty);
		return set;
	}

	private static LlmCacheProperties bound(Map<String, String> values) {
		Map<String, String> named = new HashMap<>();
		values.forEach((name, value) -> named.put("llm.cache." + name, value));
		return new Binder(new MapConfigurationPropertySource(named)).bindOrCreate("llm.cache",
				LlmCacheProperties.class);
	}

}
