package io.llmcache.autoconfigure;

import io.llmcache.CacheCall;
import io.llmcache.CacheOutcome;
import io.llmcache.CacheRequest;
import io.llmcache.LlmCaches;
import io.llmcache.SemanticMatch.Via;
import io.llmcache.WriteOutcome;
import io.llmcache.semantic.Meanings;
import io.llmcache.test.Eventually;
import io.llmcache.test.RedisKind;
import io.llmcache.test.TestCluster;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The semantic layer on a Redis Cluster, where entry, document and pointers of two
 * questions lie on different nodes.
 */
class SemanticClusterIntegrationTests {

	private static final String ASKED = "What is a PIN?";

	private static final String NEAR = "Say what a PIN is";

	private static TestCluster cluster;

	private final ApplicationContextRunner runner = CacheContexts.runner()
		.withPropertyValues("llm.cache.semantic.mode=serve", "llm.cache.semantic.threshold=0.95",
				"llm.cache.operation-timeout=2s")
		.withBean(Meanings.class, () -> new Meanings().put(NEAR, ASKED, 0.97));

	@BeforeAll
	static void start() {
		cluster = TestCluster.start(RedisKind.REDIS_6);
	}

	@AfterAll
	static void stop() {
		cluster.close();
	}

	private static CacheCall<String> call(ApplicationContext context, String prompt) throws Exception {
		return context.getBean(LlmCaches.class)
			.call(CacheRequest.of("desk", "answer", String.class, prompt), () -> "Answer to " + prompt);
	}

	@Test
	void theMirrorIsChosenAndTwoApplicationsAnswerEachOther() {
		cluster.flush();
		ApplicationContextRunner on = this.runner.withPropertyValues(cluster.properties());
		on.run((here) -> on.run((there) -> {
			assertThat(here.getBean(SemanticSwitch.class).report().state()).contains("mirror")
				.contains("no query engine");
			LlmCaches caches = there.getBean(LlmCaches.class);
			CacheRequest<String> near = CacheRequest.of("desk", "answer", String.class, NEAR);
			assertThat(call(here, ASKED).outcome()).isEqualTo(CacheOutcome.MISS);
			Eventually.holds(() -> caches.get(near).outcome() == CacheOutcome.SEMANTIC_HIT, () -> "not found there");

			assertThat(call(there, NEAR).value()).isEqualTo("Answer to " + ASKED);
			assertThat(call(there, "What is a PIN, please?").match()).as("the canonical form is known, too")
				.isNotNull();
			Eventually.holds(() -> caches.get(near).match() != null && caches.get(near).match().via() == Via.ALIAS,
					() -> "no pointer");
			assertThat(caches.evict(near)).isEqualTo(WriteOutcome.DONE);
			assertThat(call(here, ASKED).outcome()).as("evict follows the pointer").isEqualTo(CacheOutcome.MISS);
		}));
	}

}
