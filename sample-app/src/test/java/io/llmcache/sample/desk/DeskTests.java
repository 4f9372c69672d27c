package io.llmcache.sample.desk;

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

@SpringBootTest(properties = { "desk.model.api-key=", "desk.model.base-url=", "desk.model.latency.min=20ms",
		"desk.model.latency.max=20ms" })
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
		assertThat(this.mvc.get().uri("/api/stats")).hasStatusOk().bodyJson().satisfies((json) -> {
			json.assertThat().extractingPath("$.model").isEqualTo("demo");
			json.assertThat().extractingPath("$.currency").isEqualTo("USD");
			for (String positive : new String[] { "calls", "hits", "misses", "modelCalls", "modelTokens",
					"savedTokens" }) {
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
