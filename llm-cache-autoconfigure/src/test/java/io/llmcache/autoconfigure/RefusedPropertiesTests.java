package io.llmcache.autoconfigure;

import io.llmcache.LlmCached;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.diagnostics.FailureAnalysis;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every value that cannot work stops the start, whether a cached method is there or not.
 */
class RefusedPropertiesTests {

	@ParameterizedTest(name = "{0}={1}")
	@CsvSource(delimiter = '|',
			textBlock = """
					llm.cache.ttl                            | 0s       | llm.cache.ttl: PT0S is not positive              | Use a positive duration
					llm.cache.ttl                            | -1h      | llm.cache.ttl: PT-1H is not positive             | Use a positive duration
					llm.cache.ttl                            | 1000000d | llm.cache.ttl: PT24000000H is more than a hundred years | 36500d
					llm.cache.ttl-jitter                     | 0.6      | llm.cache.ttl-jitter: 0.6 is not a share         | from 0 to 0.5
					llm.cache.ttl-jitter                     | -0.1     | llm.cache.ttl-jitter: -0.1 is not a share        | from 0 to 0.5
					llm.cache.ttl-jitter                     | NaN      | llm.cache.ttl-jitter: NaN is not a share         | from 0 to 0.5
					llm.cache.max-age                        | 1h       | llm.cache.max-age: PT1H is shorter than the ttl  | llm.cache.max-age
					llm.cache.stale-while-revalidate         | -1s      | llm.cache.stale-while-revalidate: PT-1S is negative | zero
					llm.cache.stale-if-error                 | -1s      | llm.cache.stale-if-error: PT-1S is negative      | zero
					llm.cache.load-deadline                  | 0s       | llm.cache.load-deadline: PT0S is not positive    | Use a positive duration
					llm.cache.operation-timeout              | 0ms      | llm.cache.operation-timeout: PT0S is not positive | Use a positive duration
					llm.cache.max-entry-size                 | 0        | llm.cache.max-entry-size: 0B is not positive     | Use a positive size
					llm.cache.max-key-input                  | -1       | llm.cache.max-key-input: -1B is not positive     | Use a positive size
					llm.cache.prompt-version                 | 'v{1}'   | llm.cache.prompt-version: 'v{1}' is no prompt version | Use 1 to 64
					llm.cache.prefix                         | ''       | llm.cache.prefix: an empty prefix                | leave it out
					llm.cache.sampling                       | inherit  | llm.cache.sampling: there is nothing to inherit  | Name a value
					llm.cache.tools                          | inherit  | llm.cache.tools: there is nothing to inherit     | Name a value
					llm.cache.key-secret                     | short    | llm.cache.key-secret: a secret of 5 characters   | 16
					llm.cache.hot.threshold                  | -1       | llm.cache.hot.threshold: -1 is negative          | zero
					llm.cache.hot.window                     | 0s       | llm.cache.hot.window: PT0S is not positive       | Use a positive duration
					llm.cache.hot.ttl                        | 0s       | llm.cache.hot.ttl: PT0S is not positive          | Use a positive duration
					llm.cache.lock.lease                     | 0s       | llm.cache.lock.lease: PT0S is not positive       | Use a positive duration
					llm.cache.lock.wait                      | -1s      | llm.cache.lock.wait: PT-1S is negative           | zero
					llm.cache.refresh.threads                | 0        | llm.cache.refresh.threads: 0 is not positive     | Use a positive number
					llm.cache.refresh.queue                  | -1       | llm.cache.refresh.queue: -1 is negative          | zero
					llm.cache.refresh.backoff                | -1s      | llm.cache.refresh.backoff: PT-1S is negative     | zero
					llm.cache.breaker.probe                  | 0s       | llm.cache.breaker.probe: PT0S is not positive    | Use a positive duration
					llm.cache.caches[a{b}].ttl               | 1h       | llm.cache.caches: 'a{b}' is no name for a cache  | Use 1 to 64
					llm.cache.caches.desk.ttl                | 0s       | llm.cache.caches.desk.ttl: PT0S is not positive  | Use a positive duration
					llm.cache.caches.desk.max-age            | 0s       | llm.cache.caches.desk.max-age: PT0S is not positive | Use a positive duration
					llm.cache.caches.desk.load-deadline      | 0s       | llm.cache.caches.desk.load-deadline: PT0S is not positive | Use a positive duration
					llm.cache.caches.desk.stale-if-error     | -1s      | llm.cache.caches.desk.stale-if-error: PT-1S is negative | zero
					llm.cache.caches.desk.stale-while-revalidate | -1s  | llm.cache.caches.desk.stale-while-revalidate: PT-1S is negative | zero
					llm.cache.caches.desk.max-entry-size     | 0        | llm.cache.caches.desk.max-entry-size: 0B is not positive | Use a positive size
					llm.cache.caches.desk.prompt-version     | 'p 1'    | llm.cache.caches.desk.prompt-version: 'p 1' is no prompt version | Use 1 to 64
					""")
	void stopsTheStart(String property, String value, String problem, String remedy) {
		CacheContexts.runner().withPropertyValues(property + "=" + value).run((context) -> {
			FailureAnalysis refusal = CacheContexts.refusal(context);

			assertThat(refusal.getDescription()).contains(problem);
			assertThat(refusal.getAction()).contains(remedy);
		});
	}

	@Test
	void aMaxAgeShorterThanTheTtlOfItsCacheStopsTheStart() {
		CacheContexts.runner()
			.withPropertyValues("llm.cache.caches.desk.ttl=2h", "llm.cache.caches.desk.max-age=1h")
			.run((context) -> assertThat(CacheContexts.refusal(context).getDescription())
				.contains("llm.cache.caches.desk.max-age: PT1H is shorter than the ttl PT2H"));
	}

	@Test
	void aMaxAgeShorterThanTheTtlOfAnAnnotationStopsTheStart() {
		CacheContexts.runner()
			.withPropertyValues("llm.cache.caches.desk.max-age=1h")
			.withBean(Desk.class)
			.run((context) -> {
				FailureAnalysis refusal = CacheContexts.refusal(context);
				assertThat(refusal.getDescription()).contains("Desk.answer")
					.contains("max-age PT1H of cache 'desk' is shorter than its ttl PT3H");
				assertThat(refusal.getAction()).contains("llm.cache.caches.desk.max-age");
			});
	}

	@Test
	void theMaxAgeOfACacheMayFitTheTtlOfItsAnnotationOnly() {
		CacheContexts.runner()
			.withPropertyValues("llm.cache.caches.desk.max-age=4h")
			.withBean(Desk.class)
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void theSecretIsNotToldByTheRefusal() {
		CacheContexts.runner()
			.withPropertyValues("llm.cache.key-secret=hush")
			.run((context) -> assertThat(CacheContexts.refusal(context).getDescription()).doesNotContain("hush"));
	}

	static class Desk {

		@LlmCached(cache = "desk", ttl = "3h")
		public String answer(String question) {
			return question;
		}

	}

}
