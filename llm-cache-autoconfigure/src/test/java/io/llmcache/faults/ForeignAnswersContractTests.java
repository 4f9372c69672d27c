package io.llmcache.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.llmcache.CacheCall;
import io.llmcache.CacheOutcome;
import io.llmcache.CacheRequest;
import io.llmcache.LlmCaches;
import io.llmcache.autoconfigure.CacheContexts;
import io.llmcache.semantic.Embedder;
import io.llmcache.semantic.SemanticGuard;
import io.llmcache.semantic.Topics;
import io.llmcache.semantic.guard.EnglishGuards;
import io.llmcache.test.Eventually;
import io.llmcache.test.Fault;
import io.llmcache.test.RedisKind;
import io.llmcache.test.TestRedis;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Nobody gets what was answered to another tenant, whatever they ask and whatever lies in
 * Redis; a subclass for each index.
 */
abstract class ForeignAnswersContractTests {

	private static final int TENANTS = 1_000;

	private static final int PROBES = 10_000;

	/** Names that would break out of a query, a key or a hash tag, were they in one. */
	private static final List<String> NAMES = List.of("*", "a|b", "a}|@t:{b", "pt", "ptx", "PT", "null", "{}", "t\nn",
			"@s:{*}", "%", "a b", "\u00e9", "e\u0301", "-", "0");

	private final TestRedis redis;

	private final ApplicationContextRunner runner;

	ForeignAnswersContractTests(RedisKind kind, String index) {
		this.redis = TestRedis.shared(kind);
		this.runner = CacheContexts.runner()
			.withPropertyValues(this.redis.properties())
			.withPropertyValues("llm.cache.semantic.mode=serve", "llm.cache.semantic.threshold=0.97",
					"llm.cache.semantic.index=" + index, "llm.cache.operation-timeout=2s",
					// Nothing but the scope is to stand between two tenants.
					"llm.cache.semantic.without-guards="
							+ EnglishGuards.all().stream().map(SemanticGuard::name).collect(Collectors.joining(",")))
			.withBean(Embedder.class, Topics::new);
	}

	private static CacheRequest<String> request(@Nullable String tenant, String prompt) {
		CacheRequest<String> request = CacheRequest.of("desk", "answer", String.class, prompt);
		return (tenant != null) ? request.withTenant(tenant) : request;
	}

	private static List<@Nullable String> tenants() {
		List<@Nullable String> tenants = new ArrayList<>(NAMES);
		tenants.add(null);
		IntStream.range(tenants.size(), TENANTS).forEach((number) -> tenants.add("tenant-" + number));
		return tenants;
	}

	@Test
	@Fault({ "S1", "S2", "S5" })
	void probesNearToWhatOthersAskedFindNothing() {
		this.redis.flush();
		this.runner.run((context) -> {
			LlmCaches caches = context.getBean(LlmCaches.class);
			List<@Nullable String> tenants = tenants();
			for (int i = 0; i < TENANTS; i++) {
				String answer = "answer of " + i;
				// Topics are shared by ten tenants each: equal prompts and near ones.
				String prompt = "topic" + i % 100 + " as asked by " + i % 10;
				caches.call(request(tenants.get(i), prompt), () -> answer);
			}
			Random random = new Random(42);
			int own = 0;
			for (int probe = 0; probe < PROBES; probe++) {
				int asker = random.nextInt(TENANTS);
				int topic = (probe % 4 == 0) ? asker % 100 : random.nextInt(100);
				String prompt = "topic" + topic + " as asked by " + random.nextInt(20);
				CacheCall<String> call = caches.get(request(tenants.get(asker), prompt));
				assertThat(call.value()).as("tenant %d, topic %d", asker, topic).isIn("answer of " + asker, null);
				own += (call.value() != null) ? 1 : 0;
			}
			assertThat(own).as("the probes are near enough to find what is one's own").isGreaterThan(PROBES / 5);
		});
	}

	@Test
	@Fault({ "S4", "E1", "E3" })
	void plantedDocumentsLeadNowhere() {
		this.redis.flush();
		this.runner.run((context) -> {
			LlmCaches caches = context.getBean(LlmCaches.class);
			String victims = digest(caches.call(request("victim", "topic1 of the victim"), () -> "secret"));
			String askers = digest(caches.call(request("asker", "topic2 of the asker"), () -> "own"));
			var redis = this.redis.connection().sync();
			String victimsDocument = document(victims);
			String askersDocument = document(askers);
			String askersScope = Objects.requireNonNull(redis.hget(askersDocument, "s"));

			// The victim's document under the asker's scope, and under a name of the
			// asker's.
			redis.copy(victimsDocument, victimsDocument.replace(victims, "1".repeat(64)));
			redis.hset(victimsDocument.replace(victims, "1".repeat(64)), "s", askersScope);
			redis.expire(victimsDocument.replace(victims, "1".repeat(64)), 60);
			redis.hset(victimsDocument, "s", askersScope);
			redis.del(askersDocument);
			redis.copy(victimsDocument, askersDocument);
			redis.expire(askersDocument, 60);
			// What the victim was answered under the asker's key.
			String entry = redis.keys("*:e:{" + victims + "}").get(0);
			redis.del(entry.replace(victims, askers));
			redis.copy(entry, entry.replace(victims, askers));

			assertThat(caches.get(request("asker", "topic1 of the victim")).value()).isNull();
			assertThat(caches.get(request("asker", "topic1 of the asker")).value()).isNull();
			assertThat(caches.get(request("asker", "topic2 of the asker")).value()).isNull();
			assertThat(caches.get(request("asker", "topic2 said otherwise")).value()).isNull();
			assertThat(caches.get(request("victim", "topic1 of the victim")).value()).isEqualTo("secret");
		});
	}

	/** To E4 for documents: each is a miss, and heals. */
	@Test
	@Fault("E1")
	void damagedDocumentsAreMissesAndHeal() {
		this.redis.flush();
		this.runner.run((context) -> {
			LlmCaches caches = context.getBean(LlmCaches.class);
			Stream.of("v", "p", "h", "s").forEach((field) -> {
				String asked = "topic-" + field + " asked";
				String digest = digest(call(caches, asked));
				Map<String, String> damage = Map.of(field, "x".repeat(128));
				this.redis.connection().sync().hset(document(digest), damage);
				assertThat(caches.get(request(null, "topic-" + field + " otherwise")).outcome()).as("field %s", field)
					.isEqualTo(CacheOutcome.MISS);
				call(caches, "topic-" + field + " anew");
				Eventually.holds(() -> caches.get(request(null, "topic-" + field + " again"))
					.outcome() == CacheOutcome.SEMANTIC_HIT, () -> "not healed");
			});
			String digest = digest(call(caches, "typed asked"));
			String name = document(digest);
			this.redis.connection().sync().del(name);
			this.redis.connection().sync().setex(name, 60, "no hash");
			assertThat(caches.get(request(null, "typed otherwise")).outcome()).isEqualTo(CacheOutcome.MISS);
			assertThat(caches.get(request(null, "typed asked")).outcome()).isEqualTo(CacheOutcome.EXACT_HIT);
		});
	}

	private static CacheCall<String> call(LlmCaches caches, String prompt) {
		try {
			return caches.call(request(null, prompt), () -> "answer");
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static String digest(CacheCall<?> call) {
		return Objects.requireNonNull(call.digest());
	}

	private String document(String digest) {
		return this.redis.connection().sync().keys("*:s:*{" + digest + "}").get(0);
	}

}
