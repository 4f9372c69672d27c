package io.llmcache.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

import io.llmcache.CacheCall;
import io.llmcache.CacheOutcome;
import io.llmcache.CacheRequest;
import io.llmcache.LlmCaches;
import io.llmcache.WriteOutcome;
import io.llmcache.engine.HitRecorder;
import io.llmcache.semantic.Meanings;
import io.llmcache.store.RedisCheckup;
import io.llmcache.store.RedisNotices;
import io.llmcache.test.Eventually;
import io.llmcache.test.Fault;
import io.llmcache.test.RedisKind;
import io.llmcache.test.TestCluster;
import io.llmcache.test.TestRedis;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The rights that the manual asks for are enough for everything.
 */
@Fault("R13")
class LeastRightsIntegrationTests {

	private static final String ASKED = "What is a PIN?";

	private static final String NEAR = "Say what a PIN is";

	@ParameterizedTest
	@EnumSource(names = { "REDIS_6", "REDIS_8", "VALKEY" })
	void everythingWorksAndNothingIsRefused(RedisKind kind) {
		try (TestRedis redis = TestRedis.start(kind)) {
			grant(redis, "");
			runner(redis.properties()).run(LeastRightsIntegrationTests::useEverything);
			assertThat(refusals(redis)).isEmpty();
		}
	}

	@ParameterizedTest
	@EnumSource(names = { "REDIS_6", "VALKEY" })
	void everythingWorksAndNothingIsRefusedInACluster(RedisKind kind) {
		try (TestCluster cluster = TestCluster.start(kind)) {
			cluster.nodes().forEach((node) -> grant(node, "+cluster|info +cluster|nodes +cluster|myid"));
			runner(cluster.properties()).run(LeastRightsIntegrationTests::useEverything);
			assertThat(cluster.nodes()).allSatisfy((node) -> assertThat(refusals(node)).isEmpty());
		}
	}

	private static ApplicationContextRunner runner(String[] redis) {
		return Desk
			.on(redis, Desk.PATIENT, "spring.data.redis.username=cache", "spring.data.redis.password=password",
					"llm.cache.semantic.mode=serve", "llm.cache.semantic.threshold=0.95",
					"llm.cache.semantic.index=mirror", "llm.cache.hot.threshold=2")
			.withBean(Meanings.class, () -> new Meanings().put(NEAR, ASKED, 0.97));
	}

	private static void useEverything(AssertableApplicationContext context) throws Exception {
		LlmCaches caches = context.getBean(LlmCaches.class);
		Eventually.holds(context.getBean(RedisNotices.class)::isListening, () -> "not subscribed");
		assertThat(call(caches, ASKED).outcome()).isEqualTo(CacheOutcome.MISS);
		CacheRequest<String> near = request(NEAR);
		Eventually.holds(() -> caches.get(near).outcome() == CacheOutcome.SEMANTIC_HIT, () -> "not found");
		assertThat(call(caches, NEAR).value()).isEqualTo("Answer to " + ASKED);
		for (int i = 0; i < 4; i++) {
			assertThat(call(caches, ASKED).outcome()).isEqualTo(CacheOutcome.EXACT_HIT);
		}
		context.getBean(HitRecorder.class).flush();
		assertThat(caches.reject(near)).isEqualTo(WriteOutcome.DONE);
		assertThat(caches.evict(request(ASKED))).isEqualTo(WriteOutcome.DONE);
		assertThat(call(caches, ASKED).outcome()).isEqualTo(CacheOutcome.MISS);
		assertThat(caches.clear("desk")).isEqualTo(WriteOutcome.DONE);
		assertThat(call(caches, ASKED).outcome()).isEqualTo(CacheOutcome.MISS);
		assertThat(context.getBean(RedisCheckup.class).concerns()).isEmpty();
	}

	private static CacheCall<String> call(LlmCaches caches, String prompt) throws Exception {
		return caches.call(request(prompt), () -> "Answer to " + prompt);
	}

	private static CacheRequest<String> request(String prompt) {
		return CacheRequest.of("desk", "answer", String.class, prompt);
	}

	/** What the first two examples of the manual say. */
	static void grant(TestRedis redis, String more) {
		try {
			String[] blocks = Files.readString(Path.of("../docs/operations.md")).split("```");
			redis.command(blocks[1].trim().split("\\s+"));
			redis.command(Stream.of(blocks[3].trim(), more)
				.flatMap((line) -> Stream.of(line.split("\\s+")))
				.filter((word) -> !word.isEmpty())
				.toArray(String[]::new));
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

	/** What was refused, but for what a client tells of itself, which does no harm. */
	private static List<String> refusals(TestRedis redis) {
		return redis.connection()
			.sync()
			.aclLog()
			.stream()
			.map(String::valueOf)
			.filter((entry) -> !entry.contains("object=client"))
			.toList();
	}

}
