package io.llmcache.autoconfigure;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import io.llmcache.CacheCall;
import io.llmcache.CacheOutcome;
import io.llmcache.CacheRequest;
import io.llmcache.Explanation;
import io.llmcache.LlmCached;
import io.llmcache.LlmCaches;
import io.llmcache.LlmPrompt;
import io.llmcache.SemanticMatch.Via;
import io.llmcache.SemanticMode;
import io.llmcache.WriteOutcome;
import io.llmcache.semantic.Embedder;
import io.llmcache.semantic.Meanings;
import io.llmcache.semantic.QuestionNormaliser;
import io.llmcache.semantic.SemanticGuard;
import io.llmcache.semantic.SemanticReport;
import io.llmcache.test.Eventually;
import io.llmcache.test.TestRedis;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import static io.llmcache.autoconfigure.CacheContexts.outcome;
import static io.llmcache.autoconfigure.CacheContexts.refusal;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The semantic layer in an application.
 */
class SemanticLayerIntegrationTests {

	private static final String FRANCE = "What is the capital of France?";

	private final ApplicationContextRunner off = CacheContexts.runner().withBean(Desk.class);

	private final ApplicationContextRunner serving = this.off.withPropertyValues("llm.cache.semantic.mode=serve");

	/** With a model that lets a test say what is near to what. */
	private final ApplicationContextRunner meaning = this.serving
		.withPropertyValues("llm.cache.semantic.threshold=0.95")
		.withBean(Meanings.class, () -> new Meanings().put("near", "asked", 0.97));

	@BeforeEach
	void flush() {
		TestRedis.shared().flush();
	}

	private static SemanticReport report(ApplicationContext context) {
		return Objects.requireNonNull(context.getBean(SemanticSwitch.class).report());
	}

	private static CacheRequest<String> request(String prompt) {
		return CacheRequest.of("desk", "answer", String.class, prompt);
	}

	private static CacheCall<String> call(ApplicationContext context, CacheRequest<String> request) throws Exception {
		return context.getBean(LlmCaches.class).call(request, () -> "Answer to " + request.prompt());
	}

	@Test
	void withAModelOnTheClassPathOnePropertyIsEnough() {
		this.serving.run((context) -> {
			Desk desk = context.getBean(Desk.class);
			assertThat(outcome(context, () -> desk.answer(FRANCE))).isEqualTo(CacheOutcome.MISS);
			assertThat(outcome(context, () -> desk.answer("Tell me the capital city of France.")))
				.isEqualTo(CacheOutcome.SEMANTIC_HIT);
			assertThat(outcome(context, () -> desk.answer(FRANCE))).isEqualTo(CacheOutcome.EXACT_HIT);
			assertThat(outcome(context, () -> desk.answer("What is the capital of Spain?")))
				.isEqualTo(CacheOutcome.MISS);
			assertThat(desk.calls()).isEqualTo(2);
			assertThat(report(context).model()).isEqualTo("bge-small-en-v1.5-q");
			assertThat(report(context).threshold()).isEqualTo(0.97);
			assertThat(report(context).index()).isEqualTo("mirror");
			assertThat(report(context).state()).contains("query engine");
		});
	}

	@Test
	void twoApplicationsAnswerEachOther() {
		this.meaning.run((here) -> this.meaning.run((there) -> {
			assertThat(call(here, request("asked")).outcome()).isEqualTo(CacheOutcome.MISS);
			CacheRequest<String> near = request("near");
			Eventually.holds(() -> there.getBean(LlmCaches.class).get(near).outcome() == CacheOutcome.SEMANTIC_HIT,
					() -> "not found there");
			CacheCall<String> call = call(there, near);
			assertThat(call.value()).isEqualTo("Answer to asked");
			Eventually.holds(() -> there.getBean(LlmCaches.class).get(near).match() != null
					&& there.getBean(LlmCaches.class).get(near).match().via() == Via.ALIAS, () -> "no pointer");
			assertThat(call(here, near).match().via()).as("pointers are shared, too").isEqualTo(Via.ALIAS);
		}));
	}

	@Test
	void switchedOffItLeavesNothingBehind() {
		this.off.withBean(Meanings.class).run((context) -> {
			Desk desk = context.getBean(Desk.class);
			assertThat(outcome(context, () -> desk.answer(FRANCE))).isEqualTo(CacheOutcome.MISS);
			assertThat(outcome(context, () -> desk.answer(FRANCE))).isEqualTo(CacheOutcome.EXACT_HIT);
			assertThat(context.getBean(SemanticSwitch.class).report()).isNull();
			assertThat(context.getBeanFactory().getSingleton("llmCacheSemanticLayer")).isNull();
			assertThat(context.getBeanFactory().getSingleton("llmCacheSemanticStart")).isNull();
			assertThat(context.getBean(Meanings.class).calls()).isZero();
			assertThat(TestRedis.shared().connection().sync().keys("*")).singleElement()
				.satisfies((name) -> assertThat(name).contains(":e:"));
		});
	}

	@Test
	void itsThreadsEndWithTheApplication() {
		this.meaning.run((context) -> {
			call(context, request("asked"));
			call(context, request("near"));
			context.close();
			Eventually.holds(() -> threads().isEmpty(), () -> threads().toString());
		});
	}

	private static List<String> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.map(Thread::getName)
			.filter((name) -> name.startsWith("llm-cache-embed") || name.startsWith("llm-cache-semantic"))
			.toList();
	}

	@Test
	void anAnnotationAloneSwitchesItOn() {
		this.off.withBean(ServingDesk.class).run((context) -> {
			assertThat(context.getBeanFactory().getSingleton("llmCacheSemanticLayer")).isNotNull();
			ServingDesk desk = context.getBean(ServingDesk.class);
			assertThat(outcome(context, () -> desk.answer(FRANCE))).isEqualTo(CacheOutcome.MISS);
			assertThat(outcome(context, () -> desk.answer("Tell me the capital city of France.")))
				.isEqualTo(CacheOutcome.SEMANTIC_HIT);
			Desk other = context.getBean(Desk.class);
			assertThat(outcome(context, () -> other.answer(FRANCE))).isEqualTo(CacheOutcome.MISS);
			assertThat(outcome(context, () -> other.answer("Tell me the capital city of France.")))
				.isEqualTo(CacheOutcome.MISS);
		});
	}

	@Test
	void oneRequestMaySwitchItOnForItself() {
		this.off.run((context) -> {
			CacheRequest<String> request = request(FRANCE)
				.withSemantic(new CacheRequest.Semantic(SemanticMode.SERVE, null, Set.of()));
			assertThat(call(context, request).outcome()).isEqualTo(CacheOutcome.MISS);
			CacheRequest<String> other = request("Tell me the capital city of France.")
				.withSemantic(request.semantic());
			assertThat(call(context, other).outcome()).isEqualTo(CacheOutcome.SEMANTIC_HIT);
		});
	}

	@Test
	void ofSeveralModelsOneMustBeNamed() {
		ApplicationContextRunner two = this.serving.withBean("small", Meanings.class, Meanings::new)
			.withBean("large", Meanings.class, Meanings::new);
		two.run((context) -> assertThat(refusal(context).getDescription()).contains("llm.cache.semantic.embedder")
			.contains("small, large"));
		two.withPropertyValues("llm.cache.semantic.embedder=large")
			.run((context) -> assertThat(context.getBean("large", Meanings.class).calls()).isPositive());
		two.withPropertyValues("llm.cache.semantic.embedder=medium")
			.run((context) -> assertThat(refusal(context).getDescription()).contains("'medium'"));
	}

	/** V6 */
	@Test
	void aModelThatTellsNothingApartIsLeftOut() {
		this.serving.withBean(Embedder.class, Constant::new).run((context) -> {
			assertThat(report(context).state()).contains("constant").contains("left out");
			assertThat(report(context).model()).isNull();
			assertThat(call(context, request(FRANCE)).outcome()).isEqualTo(CacheOutcome.MISS);
			assertThat(call(context, request("What is the capital of Spain?")).outcome()).isEqualTo(CacheOutcome.MISS);
			assertThat(call(context, request("tell me the capital city of France")).match().via())
				.as("the question key works alone")
				.isEqualTo(Via.QUESTION);
		});
	}

	/** V1 */
	@Test
	void aModelThatDoesNotAnswerIsAskedAgain() {
		Meanings meanings = new Meanings();
		meanings.failWith(new IllegalStateException("down"));
		this.serving.withPropertyValues("llm.cache.semantic.threshold=0.95")
			.withBean(Meanings.class, () -> meanings)
			.run((context) -> {
				assertThat(report(context).state()).contains("does not answer");
				assertThat(call(context, request("asked")).outcome()).isEqualTo(CacheOutcome.MISS);
				meanings.failWith(null);
				SemanticStart start = context.getBean(SemanticStart.class);
				for (int second = 0; second < 120; second++) {
					start.pulse();
				}
				Eventually.holds(() -> start.vectors() != null, start::state);
			});
	}

	@Test
	void withoutAThresholdOnlyCanonicalFormsAreCompared() {
		this.serving.withBean(Meanings.class, () -> new Meanings().put("near", "asked", 0.9999)).run((context) -> {
			assertThat(call(context, request("asked")).outcome()).isEqualTo(CacheOutcome.MISS);
			assertThat(call(context, request("near")).outcome()).isEqualTo(CacheOutcome.MISS);
			assertThat(report(context).threshold()).isNull();
		});
	}

	@Test
	void guardsAndNormalisersOfTheUserAreAsked() {
		this.meaning.withBean(SemanticGuard.class, Never::new)
			.withBean(QuestionNormaliser.class, FirstLetter::new)
			.run((context) -> {
				call(context, request("asked"));
				assertThat(call(context, request("near")).outcome()).isEqualTo(CacheOutcome.MISS);
				assertThat(context.getBean(LlmCaches.class).stats("desk").semantic().vetoes()).containsEntry("never",
						1L);
				assertThat(call(context, request("another")).match().via()).isEqualTo(Via.QUESTION);
			});
	}

	@Test
	void aRejectedAnswerIsNotServedAgain() {
		this.meaning.run((context) -> {
			LlmCaches caches = context.getBean(LlmCaches.class);
			call(context, request("asked"));
			CacheCall<String> call = call(context, request("near"));
			Eventually.holds(() -> caches.reject("desk", String.valueOf(call.digest())) == WriteOutcome.DONE,
					() -> "nothing to reject");
			assertThat(caches.reject(request("near"))).isEqualTo(WriteOutcome.ABSENT);
			assertThat(call(context, request("near")).outcome()).isEqualTo(CacheOutcome.MISS);
			assertThat(caches.reject(request("never asked"))).isEqualTo(WriteOutcome.ABSENT);
			assertThat(caches.reject("desk", "no digest")).isEqualTo(WriteOutcome.REFUSED);
		});
	}

	@Test
	void whatIsPutIsFoundInOtherWords() {
		this.meaning.run((context) -> {
			LlmCaches caches = context.getBean(LlmCaches.class);
			assertThat(caches.put(request("asked"), "put")).isEqualTo(WriteOutcome.DONE);
			assertThat(caches.get(request("near")).value()).isEqualTo("put");
		});
	}

	@Test
	void explanationsTellDigestsOnly() {
		this.meaning.run((context) -> {
			LlmCaches caches = context.getBean(LlmCaches.class);
			CacheCall<String> asked = call(context, request("asked"));
			Explanation explanation = caches.explain(request("near"));
			assertThat(explanation.answeredBy()).isEqualTo(asked.digest());
			assertThat(explanation.candidates()).singleElement()
				.satisfies((candidate) -> assertThat(candidate.accepted()).isTrue());
			assertThat(caches.explain("desk", String.valueOf(asked.digest())).decision())
				.isEqualTo("no question is stored in this scope");
			assertThat(caches.explain("desk", "0".repeat(64)).decision()).contains("no question is kept");
			assertThat(caches.explain("desk", "x").decision()).contains("no digest");
		});
	}

	@Test
	void anExplanationWithoutTheLayerSaysSo() {
		this.off.run((context) -> assertThat(context.getBean(LlmCaches.class).explain(request("asked")).decision())
			.isEqualTo("the semantic layer is off"));
	}

	static class Desk {

		private final AtomicInteger calls = new AtomicInteger();

		public int calls() {
			return this.calls.get();
		}

		@LlmCached(cache = "desk")
		public String answer(@LlmPrompt String question) {
			this.calls.incrementAndGet();
			return "Answer to " + question;
		}

	}

	static class ServingDesk {

		@LlmCached(cache = "serving", semantic = SemanticMode.SERVE)
		public String answer(@LlmPrompt String question) {
			return "Answer to " + question;
		}

	}

	private static final class Constant implements Embedder {

		@Override
		public String id() {
			return "constant";
		}

		@Override
		public int dimension() {
			return 3;
		}

		@Override
		public float[] embed(String text) {
			return new float[] { 1, 2, 3 };
		}

	}

	private static final class Never implements SemanticGuard {

		@Override
		public String name() {
			return "never";
		}

		@Override
		public Opinion judge(String asked, String answered) {
			return Opinion.VETO;
		}

	}

	private static final class FirstLetter implements QuestionNormaliser {

		@Override
		public String id() {
			return "first-letter";
		}

		@Override
		public String canonical(String prompt) {
			return prompt.substring(0, 1);
		}

	}

}
