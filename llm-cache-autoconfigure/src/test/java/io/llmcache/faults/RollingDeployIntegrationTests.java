package io.llmcache.faults;

import io.llmcache.CacheCall;
import io.llmcache.CacheIncident;
import io.llmcache.CacheOutcome;
import io.llmcache.LlmCached;
import io.llmcache.LlmCaches;
import io.llmcache.test.Fault;
import io.llmcache.test.TestRedis;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two releases of an application side by side on one Redis, during a deploy. Neither is
 * served what the other has stored in another shape, and each keeps its own.
 */
@Fault("E2")
class RollingDeployIntegrationTests {

	private static final String QUESTION = "What is a PIN?";

	private final TestRedis redis = TestRedis.shared();

	@BeforeEach
	void flush() {
		this.redis.flush();
	}

	@Test
	void aRecordOfAnotherShapeIsAnotherEntry() {
		release(OldRelease.class).run((old) -> release(NewRelease.class).run((next) -> {
			for (CacheOutcome expected : new CacheOutcome[] { CacheOutcome.MISS, CacheOutcome.EXACT_HIT }) {
				CacheCall<?> before = old.getBean(LlmCaches.class)
					.observed(() -> old.getBean(OldRelease.class).advise(QUESTION));
				CacheCall<?> after = next.getBean(LlmCaches.class)
					.observed(() -> next.getBean(NewRelease.class).advise(QUESTION));

				assertThat(before.outcome()).isEqualTo(expected);
				assertThat(before.value()).isEqualTo(new OldRelease.Advice("old advice"));
				assertThat(after.outcome()).isEqualTo(expected);
				assertThat(after.value()).isEqualTo(new NewRelease.Advice("new advice", 7));
			}
			assertThat(next.getBean(LlmCaches.class).stats("desk").count(CacheIncident.CORRUPT)).isZero();
			assertThat(old.getBean(LlmCaches.class).stats("desk").count(CacheIncident.CORRUPT)).isZero();
		}));
	}

	@Test
	void theSameShapeIsTheSameEntryInBothReleases() {
		release(OldRelease.class).run((old) -> release(OldRelease.class).run((next) -> {
			old.getBean(OldRelease.class).advise(QUESTION);
			assertThat(next.getBean(LlmCaches.class)
				.observed(() -> next.getBean(OldRelease.class).advise(QUESTION))
				.outcome()).isEqualTo(CacheOutcome.EXACT_HIT);
		}));
	}

	@Test
	void anotherPrefixIsAnotherWorld() {
		release(OldRelease.class, "llm.cache.prefix=blue")
			.run((blue) -> release(OldRelease.class, "llm.cache.prefix=green").run((green) -> {
				blue.getBean(OldRelease.class).advise(QUESTION);
				assertThat(green.getBean(LlmCaches.class)
					.observed(() -> green.getBean(OldRelease.class).advise(QUESTION))
					.outcome()).isEqualTo(CacheOutcome.MISS);

				green.getBean(LlmCaches.class).clearAll();
				assertThat(blue.getBean(LlmCaches.class)
					.observed(() -> blue.getBean(OldRelease.class).advise(QUESTION))
					.outcome()).isEqualTo(CacheOutcome.EXACT_HIT);
			}));
	}

	private ApplicationContextRunner release(Class<?> service, String... properties) {
		return Desk.on(this.redis.properties(), properties).withPropertyValues(Desk.PATIENT).withBean(service);
	}

	static class OldRelease {

		@LlmCached(cache = "desk", operation = "advise")
		public Advice advise(String question) {
			return new Advice("old advice");
		}

		record Advice(String text) {

		}

	}

	static class NewRelease {

		@LlmCached(cache = "desk", operation = "advise")
		public Advice advise(String question) {
			return new Advice("new advice", 7);
		}

		record Advice(String text, int score) {

		}

	}

}
