package io.llmcache.sample.desk;

import java.io.IOException;

import io.llmcache.sample.redis.EmbeddedRedis;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.http.MediaType;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(properties = { "desk.model.api-key=", "desk.model.base-url=", "desk.model.latency.min=20ms",
		"desk.model.latency.max=20ms" })
@AutoConfigureMockMvc
@DirtiesContext
class RedisGoneTests {

	@Autowired
	private MockMvcTester mvc;

	@Autowired
	private EmbeddedRedis redis;

	@Test
	void deskAnswersPastTheCacheAndIsNotDown() throws IOException {
		assertThat(this.mvc.get().uri("/api/ask?q=How do I locate my card?")).hasStatusOk();
		this.redis.close();
		assertThat(this.mvc.get().uri("/api/ask?q=How do I locate my card?")).hasStatusOk()
			.bodyJson()
			.satisfies((json) -> {
				json.assertThat().extractingPath("$.outcome").isEqualTo("BYPASS");
				json.assertThat().extractingPath("$.reason").isEqualTo("UNAVAILABLE");
				json.assertThat().extractingPath("$.answer").asString().startsWith("A card in the post");
			});
		assertThat(this.mvc.post().uri("/api/answers/{digest}/rejection", "0".repeat(64))).hasStatus(503)
			.hasContentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON);
		assertThat(this.mvc.delete().uri("/api/answers")).hasStatus(503)
			.hasContentTypeCompatibleWith(MediaType.APPLICATION_PROBLEM_JSON);
		assertThat(this.mvc.get().uri("/actuator/health")).hasStatusOk();
	}

}
