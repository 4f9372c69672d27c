package io.llmcache.actuate;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Objects;

import io.llmcache.CacheCall;
import io.llmcache.CacheOutcome;
import io.llmcache.LlmCached;
import io.llmcache.LlmCaches;
import io.llmcache.LlmIgnore;
import io.llmcache.LlmPrompt;
import io.llmcache.LlmTenant;
import io.llmcache.autoconfigure.LlmCacheAutoConfiguration;
import io.llmcache.autoconfigure.LlmCacheEndpointAutoConfiguration;
import io.llmcache.store.RedisCheckup;
import io.llmcache.test.Eventually;
import io.llmcache.test.Fault;
import io.llmcache.test.TestRedis;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.actuate.autoconfigure.endpoint.EndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.jackson.JacksonEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointAutoConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementContextAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.aop.AopAutoConfiguration;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.http.converter.autoconfigure.HttpMessageConvertersAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.servlet.autoconfigure.actuate.web.ServletManagementContextAutoConfiguration;
import org.springframework.boot.test.context.assertj.AssertableWebApplicationContext;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.boot.web.server.servlet.context.AnnotationConfigServletWebServerApplicationContext;
import org.springframework.boot.webmvc.autoconfigure.DispatcherServletAutoConfiguration;
import org.springframework.boot.webmvc.autoconfigure.WebMvcAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@code /actuator/llmcache} over HTTP.
 */
class LlmCacheEndpointIntegrationTests {

	private static final String[] EXPOSED = { "management.endpoints.web.exposure.include=llmcache" };

	private static final String[] UNRESTRICTED = { "management.endpoints.web.exposure.include=llmcache",
			"management.endpoint.llmcache.access=unrestricted" };

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner(
			AnnotationConfigServletWebServerApplicationContext::new)
		.withConfiguration(AutoConfigurations.of(TomcatServletWebServerAutoConfiguration.class,
				DispatcherServletAutoConfiguration.class, WebMvcAutoConfiguration.class, JacksonAutoConfiguration.class,
				HttpMessageConvertersAutoConfiguration.class, EndpointAutoConfiguration.class,
				WebEndpointAutoConfiguration.class, JacksonEndpointAutoConfiguration.class,
				ManagementContextAutoConfiguration.class, ServletManagementContextAutoConfiguration.class,
				AopAutoConfiguration.class, DataRedisAutoConfiguration.class, LlmCacheAutoConfiguration.class,
				LlmCacheEndpointAutoConfiguration.class))
		.withInitializer((context) -> context.getEnvironment().setConversionService(new ApplicationConversionService()))
		.withPropertyValues(TestRedis.shared().properties())
		.withPropertyValues("server.port=0", "spring.application.name=desk-app",
				"llm.cache.key-secret=do-not-tell-anybody", "llm.cache.caches.desk.ttl=90m")
		.withBean(Desk.class);

	@BeforeEach
	void flush() {
		TestRedis.shared().flush();
	}

	@Test
	@Fault("S7")
	void nothingIsExposedUnlessAskedFor() {
		this.runner.run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(LlmCacheEndpoint.class);
			assertThat(get(context, "").statusCode()).isEqualTo(404);
		});
	}

	@Test
	void theOverviewShowsEveryCache() {
		this.runner.withPropertyValues(EXPOSED).run((context) -> {
			context.getBean(Desk.class).answer("a", "gold", "x", 0.0);
			context.getBean(Desk.class).answer("a", "gold", "y", 0.0);

			JsonNode overview = json(get(context, ""));

			assertThat(overview.get("prefix").asString()).isEqualTo("llm:desk-app:1:");
			assertThat(overview.get("available").asBoolean()).isTrue();
			assertThat(overview.get("concerns").isEmpty()).isTrue();
			assertThat(overview.get("caches").propertyNames()).containsExactly("default", "desk");
			assertThat(overview.get("caches").get("desk").toString())
				.startsWith("{\"versions\":[\"v3\"],\"hits\":1,\"misses\":1,\"hitRate\":0.5,\"stampedeRate\":0.0,");
			assertThat(overview.get("caches").get("default").get("hitRate").isNull()).as("nothing asked yet").isTrue();
		});
	}

	@Test
	void theOverviewShowsWhatAnOperatorShouldMend() {
		try (TestRedis redis = TestRedis.start("--maxmemory", "100mb", "--maxmemory-policy", "volatile-ttl")) {
			this.runner.withPropertyValues(EXPOSED).withPropertyValues(redis.properties()).run((context) -> {
				RedisCheckup checkup = context.getBean(RedisCheckup.class);
				Eventually.holds(() -> !checkup.concerns().isEmpty(), () -> "nothing found");
				assertThat(json(get(context, "")).get("concerns").get("eviction-policy").asString())
					.contains("volatile-ttl")
					.contains("Set maxmemory-policy");
			});
		}
	}

	@Test
	void oneCacheShowsItsPolicyItsSourcesItsKeyAndItsCounters() {
		this.runner.withPropertyValues(EXPOSED).run((context) -> {
			context.getBean(Desk.class).answer("a", "gold", "x", 0.0);

			JsonNode desk = json(get(context, "/desk"));

			assertThat(desk.get("counters").get("outcomes").get("MISS").asInt()).isEqualTo(1);
			JsonNode operation = desk.get("operations").get(0);
			JsonNode policy = operation.get("policy");
			assertThat(policy.get("ttl").asString()).isEqualTo("PT1H30M");
			assertThat(policy.get("maxAge").asString()).isEqualTo("PT10H30M");
			assertThat(policy.get("lock").get("lease").asString()).isEqualTo("PT10S");
			assertThat(policy.get("sources").get("ttl").asString()).isEqualTo("llm.cache.caches.desk.ttl");
			assertThat(policy.get("sources").get("version").asString()).isEqualTo("@LlmCached");
			assertThat(policy.get("sources").get("maxEntryBytes").asString()).isEqualTo("llm.cache.max-entry-size");
			JsonNode key = operation.get("key");
			assertThat(key.get("model").asString()).isEqualTo("not in key");
			assertThat(key.get("tenant").asString()).isEqualTo("parameter 'plan'");
			assertThat(key.get("parameters").toString())
				.isEqualTo("[{\"name\":\"question\",\"type\":\"java.lang.String\",\"role\":\"PROMPT\"},"
						+ "{\"name\":\"plan\",\"type\":\"java.lang.String\",\"role\":\"TENANT\"},"
						+ "{\"name\":\"trace\",\"type\":\"java.lang.String\",\"role\":\"IGNORED\"},"
						+ "{\"name\":\"temperature\",\"type\":\"double\",\"role\":\"TEMPERATURE\"}]");
		});
	}

	@Test
	@Fault("S7")
	void nothingSecretIsShown() {
		this.runner.withPropertyValues(EXPOSED).run((context) -> {
			context.getBean(Desk.class).answer("canary question", "canary tenant", "canary trace", 0.0);

			assertThat(get(context, "").body() + get(context, "/desk").body()).doesNotContain("canary", "answer to",
					"do-not-tell");
		});
	}

	@Test
	void anUnknownCacheIsNotFound() {
		this.runner.withPropertyValues(EXPOSED)
			.run((context) -> assertThat(get(context, "/unheard-of").statusCode()).isEqualTo(404));
	}

	@Test
	@Fault("S7")
	void writesAreRefusedUnlessAllowed() {
		this.runner.withPropertyValues(EXPOSED).run((context) -> {
			String digest = warm(context, "gold").digest();

			assertThat(delete(context, "").statusCode()).isIn(404, 405);
			assertThat(delete(context, "/desk").statusCode()).isIn(404, 405);
			assertThat(delete(context, "/desk/" + digest).statusCode()).isIn(404, 405);
			assertThat(post(context, "{\"tenant\":\"gold\"}").statusCode()).isIn(404, 405);
			assertThat(warm(context, "gold").outcome()).isEqualTo(CacheOutcome.EXACT_HIT);
		});
	}

	@Test
	void anAnswerIsEvictedByItsDigest() {
		this.runner.withPropertyValues(UNRESTRICTED).run((context) -> {
			String digest = warm(context, "gold").digest();

			assertThat(delete(context, "/desk/" + digest).body()).isEqualTo("{\"outcome\":\"DONE\"}");
			assertThat(delete(context, "/desk/" + digest).body()).isEqualTo("{\"outcome\":\"ABSENT\"}");
			assertThat(delete(context, "/desk/nonsense").body()).isEqualTo("{\"outcome\":\"REFUSED\"}");
			assertThat(warm(context, "gold").outcome()).isEqualTo(CacheOutcome.MISS);
		});
	}

	@Test
	void aCacheIsCleared() {
		this.runner.withPropertyValues(UNRESTRICTED).run((context) -> {
			warm(context, "gold");

			assertThat(delete(context, "/default").body()).isEqualTo("{\"outcome\":\"DONE\"}");
			assertThat(warm(context, "gold").outcome()).isEqualTo(CacheOutcome.EXACT_HIT);
			assertThat(delete(context, "/desk").body()).isEqualTo("{\"outcome\":\"DONE\"}");
			assertThat(warm(context, "gold").outcome()).isEqualTo(CacheOutcome.MISS);
			assertThat(delete(context, "/*").body()).isEqualTo("{\"outcome\":\"REFUSED\"}");
		});
	}

	@Test
	void everythingIsCleared() {
		this.runner.withPropertyValues(UNRESTRICTED).run((context) -> {
			warm(context, "gold");

			assertThat(delete(context, "").body()).isEqualTo("{\"outcome\":\"DONE\"}");
			assertThat(warm(context, "gold").outcome()).isEqualTo(CacheOutcome.MISS);
		});
	}

	@Test
	void aTenantNamedInTheBodyIsEvicted() {
		this.runner.withPropertyValues(UNRESTRICTED).run((context) -> {
			warm(context, "gold");
			warm(context, "free");

			assertThat(post(context, "{\"tenant\":\"gold\"}").body()).isEqualTo("{\"outcome\":\"DONE\"}");
			assertThat(warm(context, "free").outcome()).isEqualTo(CacheOutcome.EXACT_HIT);
			assertThat(warm(context, "gold").outcome()).isEqualTo(CacheOutcome.MISS);
			assertThat(post(context, "{\"tenant\":\" \"}").body()).isEqualTo("{\"outcome\":\"REFUSED\"}");
			assertThat(post(context, "{}").statusCode()).isEqualTo(400);
		});
	}

	private static CacheCall<String> warm(AssertableWebApplicationContext context, String plan) throws Exception {
		return context.getBean(LlmCaches.class).observed(() -> context.getBean(Desk.class).answer("a", plan, "x", 0.0));
	}

	private static HttpResponse<String> get(AssertableWebApplicationContext context, String path)
			throws IOException, InterruptedException {
		return send(context, path, "GET", null);
	}

	private static HttpResponse<String> delete(AssertableWebApplicationContext context, String path)
			throws IOException, InterruptedException {
		return send(context, path, "DELETE", null);
	}

	private static HttpResponse<String> post(AssertableWebApplicationContext context, String body)
			throws IOException, InterruptedException {
		return send(context, "", "POST", body);
	}

	private static HttpResponse<String> send(AssertableWebApplicationContext context, String path, String method,
			@Nullable String body) throws IOException, InterruptedException {
		WebServer server = ((WebServerApplicationContext) context.getSourceApplicationContext()).getWebServer();
		int port = Objects.requireNonNull(server).getPort();
		HttpRequest request = HttpRequest
			.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/llmcache" + path))
			.method(method,
					(body != null) ? HttpRequest.BodyPublishers.ofString(body) : HttpRequest.BodyPublishers.noBody())
			.header("Content-Type", "application/json")
			.header("Accept", "application/json")
			.build();
		return HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
	}

	private static JsonNode json(HttpResponse<String> response) {
		assertThat(response.statusCode()).isEqualTo(200);
		return JsonMapper.shared().readTree(response.body());
	}

	static class Desk {

		@LlmCached(cache = "desk", promptVersion = "v3")
		public String answer(@LlmPrompt String question, @LlmTenant String plan, @LlmIgnore String trace,
				double temperature) {
			return "answer to " + question;
		}

		@LlmCached
		public String other(String question) {
			return question;
		}

	}

}
