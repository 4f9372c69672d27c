package io.llmcache.sample.desk;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.assertj.MockMvcTester;
import org.springframework.test.web.servlet.assertj.MvcTestResult;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@SpringBootTest(properties = { "desk.model.api-key=", "desk.model.base-url=", "desk.model.latency.min=20ms",
		"desk.model.latency.max=20ms", "llm.cache.operation-timeout=5s", "llm.cache.semantic.embed-timeout=10s" })
@AutoConfigureMockMvc
class DeskTests {

	@Autowired
	private MockMvcTester mvc;

	@Test
	void answersTwiceAndPaysOnce() {
		long before = modelCalls();
		assertThat(ask("How do I locate my card?")).hasStatusOk().bodyJson().satisfies((json) -> {
			json.assertThat().extractingPath("$.outcome").isEqualTo("MISS");
			json.assertThat().extractingPath("$.answer").asString().startsWith("A card in the post");
			json.assertThat().extractingPath("$.savedMillis").isEqualTo(0);
			json.assertThat().extractingPath("$.ageMillis").isNull();
			json.assertThat().extractingPath("$.digest").asString().matches("[0-9a-f]{64}");
		});
		assertThat(ask("How do I locate my card?")).hasStatusOk().bodyJson().satisfies((json) -> {
			json.assertThat().extractingPath("$.outcome").isEqualTo("EXACT_HIT");
			json.assertThat().extractingPath("$.answer").asString().startsWith("A card in the post");
			json.assertThat()
				.extractingPath("$.savedMillis")
				.asNumber()
				.satisfies((n) -> assertThat(n.intValue()).isPositive());
			json.assertThat()
				.extractingPath("$.savedTokens")
				.asNumber()
				.satisfies((n) -> assertThat(n.intValue()).isGreaterThan(100));
			json.assertThat().extractingPath("$.ageMillis").isNotNull();
		});
		assertThat(modelCalls() - before).isEqualTo(1);
	}

	@Test
	void answersToGetAsToPost() {
		assertThat(this.mvc.get().uri("/api/ask?q={q}", "Can I change my PIN?")).hasStatusOk()
			.bodyJson()
			.extractingPath("$.outcome")
			.isEqualTo("MISS");
		assertThat(ask("Can I change my PIN?")).bodyJson().extractingPath("$.outcome").isEqualTo("EXACT_HIT");
	}

	@Test
	void answersTheSameQuestionInOtherWordsFromTheCache() {
		String digest = string(ask("What is the exchange rate for euros?"), "digest");
		assertThat(ask("Tell me the exchange rate for euros, please")).hasStatusOk().bodyJson().satisfies((json) -> {
			json.assertThat().extractingPath("$.outcome").isEqualTo("SEMANTIC_HIT");
			json.assertThat().extractingPath("$.digest").isNotEqualTo(digest);
			json.assertThat().extractingPath("$.match.answeredBy").isEqualTo(digest);
			json.assertThat().extractingPath("$.match.via").isEqualTo("QUESTION");
			json.assertThat().extractingPath("$.match.similarity").isNull();
			json.assertThat().extractingPath("$.match.guards").asArray().isEmpty();
		});
		MvcTestResult dollars = ask("What is the exchange rate for dollars?");
		assertThat(string(dollars, "outcome")).isEqualTo("MISS");
		assertThat(dollars).bodyJson().extractingPath("$.match").isNull();
	}

	@Test
	void tellsHowNearTheOtherQuestionIsAndWhichGuardsLetItPass() {
		awaitEmbeddingModel();
		String digest = string(ask("My top-up failed, what now?"), "digest");
		assertThat(ask("My top up has failed, what now?")).hasStatusOk().bodyJson().satisfies((json) -> {
			json.assertThat().extractingPath("$.outcome").isEqualTo("SEMANTIC_HIT");
			json.assertThat().extractingPath("$.match.answeredBy").isEqualTo(digest);
			json.assertThat().extractingPath("$.match.via").isEqualTo("INDEX");
			json.assertThat()
				.extractingPath("$.match.similarity")
				.asNumber()
				.satisfies((n) -> assertThat(n.doubleValue()).isBetween(0.97, 1.0));
			json.assertThat().extractingPath("$.match.guards").asArray().contains("numbers", "negation", "entities");
		});
	}

	@Test
	void rejectedAnswerIsNotGivenToThatQuestionAgain() {
		ask("Why was I charged a fee for a cash withdrawal?");
		String other = "How come I was charged a fee for a cash withdrawal?";
		String digest = string(ask(other), "digest");
		rememberedMatch(other);
		long before = modelCalls();
		assertThat(reject(digest)).hasStatusOk().bodyJson().extractingPath("$.result").isEqualTo("DONE");
		assertThat(reject(digest)).hasStatusOk().bodyJson().extractingPath("$.result").isEqualTo("ABSENT");
		assertThat(string(ask(other), "outcome")).isEqualTo("MISS");
		assertThat(string(ask(other), "outcome")).isEqualTo("EXACT_HIT");
		assertThat(string(ask("Why was I charged a fee for a cash withdrawal?"), "outcome")).isEqualTo("EXACT_HIT");
		assertThat(modelCalls() - before).isEqualTo(1);
	}

	/** On a busy machine it is proven a little later. */
	private void awaitEmbeddingModel() {
		await().atMost(Duration.ofMinutes(1))
			.untilAsserted(() -> assertThat(this.mvc.get().uri("/actuator/llmcache")).bodyJson()
				.extractingPath("$.semantic.readiness.ready")
				.isEqualTo(true));
	}

	/** The pointer is left beside the call, so that it may take a moment. */
	private void rememberedMatch(String question) {
		await()
			.untilAsserted(() -> assertThat(ask(question)).bodyJson().extractingPath("$.match.via").isEqualTo("ALIAS"));
	}

	@Test
	void forgetsOneAnswer() {
		ask("Can I get a physical card?");
		String digest = string(ask("Where is my PIN?"), "digest");
		assertThat(this.mvc.delete().uri("/api/answers/{digest}", digest)).hasStatusOk()
			.bodyJson()
			.extractingPath("$.result")
			.isEqualTo("DONE");
		assertThat(this.mvc.delete().uri("/api/answers/{digest}", digest)).hasStatusOk()
			.bodyJson()
			.extractingPath("$.result")
			.isEqualTo("ABSENT");
		assertThat(string(ask("Where is my PIN?"), "outcome")).isEqualTo("MISS");
		assertThat(string(ask("Can I get a physical card?"), "outcome")).isEqualTo("EXACT_HIT");
	}

	@Test
	void forgetsAllAnswers() throws InterruptedException {
		ask("I forgot my passcode");
		assertThat(string(ask("I forgot my passcode"), "outcome")).isEqualTo("EXACT_HIT");
		assertThat(this.mvc.delete().uri("/api/answers")).hasStatusOk();
		assertThat(string(ask("I forgot my passcode"), "outcome")).isEqualTo("MISS");
		// What is asked for within a second of a clear is not kept: the other tests
		// would pay twice.
		Thread.sleep(1100);
	}

	@Test
	void keepsTheBooks() {
		ask("What is the exchange fee?");
		ask("What is the exchange fee?");
		ask("Please tell me what the exchange fee is.");
		assertThat(this.mvc.get().uri("/api/stats")).hasStatusOk().bodyJson().satisfies((json) -> {
			json.assertThat().extractingPath("$.model").isEqualTo("demo");
			json.assertThat().extractingPath("$.currency").isEqualTo("USD");
			for (String positive : new String[] { "calls", "hits", "semanticHits", "misses", "modelCalls",
					"modelTokens", "savedTokens" }) {
				json.assertThat()
					.extractingPath("$." + positive)
					.asNumber()
					.satisfies((n) -> assertThat(n.longValue()).as(positive).isPositive());
			}
			json.assertThat()
				.extractingPath("$.savedMoney")
				.asNumber()
				.satisfies((n) -> assertThat(n.doubleValue()).isPositive());
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"question\": \"  \"}", "{\"question\": null}", "{}", "{\"question\": ", "[]" })
	void refusesBadQuestionsWithAProblem(String body) {
		assertProblem(this.mvc.post().uri("/api/ask").contentType(MediaType.APPLICATION_JSON).content(body).exchange());
	}

	@ParameterizedTest
	@ValueSource(strings = { "/api/ask", "/api/ask?q=", "/api/ask?q=%20%0A" })
	void refusesToGetWithoutAQuestion(String uri) {
		assertProblem(this.mvc.get().uri(java.net.URI.create(uri)).exchange());
	}

	@Test
	void takesTwoThousandCharactersAndNotOneMore() {
		assertThat(ask("a".repeat(2000))).hasStatusOk();
		assertProblem(ask("a".repeat(2001)));
	}

	@ParameterizedTest
	@ValueSource(strings = { "abc", "*", "ZZ00000000000000000000000000000000000000000000000000000000000000" })
	void refusesWhatIsNoDigest(String digest) {
		assertProblem(this.mvc.delete().uri("/api/answers/{digest}", digest).exchange());
		assertProblem(reject(digest));
	}

	@Test
	void pageLoadsNothingFromElsewhere() {
		assertThat(this.mvc.get().uri("/index.html")).hasStatusOk()
			.hasHeader("Content-Security-Policy",
					"default-src 'self'; base-uri 'none'; object-src 'none'; form-action 'self'; frame-ancestors 'none'")
			.bodyText()
			.doesNotContain("http://", "https://", "style=", "onclick");
	}

	private MvcTestResult ask(String question) {
		return this.mvc.post()
			.uri("/api/ask")
			.contentType(MediaType.APPLICATION_JSON)
			.content("{\"question\": \"" + question + "\"}")
			.exchange();
	}

	private MvcTestResult reject(String digest) {
		return this.mvc.post().uri("/api/answers/{digest}/rejection", digest).exchange();
	}

	private static void assertProblem(MvcTestResult result) {
		assertThat(result).hasStatus(400).hasContentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON);
		assertThat(result).bodyJson().extractingPath("$.status").isEqualTo(400);
	}

	private long modelCalls() {
		return Long.parseLong(string(this.mvc.get().uri("/api/stats").exchange(), "modelCalls"));
	}

	private static String string(MvcTestResult result, String field) {
		try {
			return tools.jackson.databind.json.JsonMapper.shared()
				.readTree(result.getResponse().getContentAsString())
				.path(field)
				.asString();
		}
		catch (java.io.UnsupportedEncodingException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
