package io.llmcache.sample.model;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.llmcache.sample.model.LanguageModel.Reply;
import io.llmcache.sample.model.ModelProperties.Latency;
import io.llmcache.sample.model.ModelProperties.Price;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class OpenAiModelTests {

	private static final String COMPLETION = """
			{"id": "1", "object": "chat.completion", "created": 1, "model": "small",
			 "choices": [{"index": 0, "finish_reason": "stop", "logprobs": null,
			              "message": {"role": "assistant", "content": "In the post.", "refusal": null}}],
			 "usage": {"prompt_tokens": 12, "completion_tokens": 4, "total_tokens": 16}}
			""";

	private final AtomicReference<String> path = new AtomicReference<>("");

	private final AtomicReference<String> authorization = new AtomicReference<>("");

	private final AtomicReference<String> body = new AtomicReference<>("");

	private int status = 200;

	private String completion = COMPLETION;

	private HttpServer server;

	@BeforeEach
	void start() throws IOException {
		this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
		this.server.createContext("/", this::answer);
		this.server.start();
	}

	@AfterEach
	void stop() {
		this.server.stop(0);
	}

	@Test
	void asksTheServiceAtTheGivenAddressWithTheGivenKey() {
		Reply reply = model("secret").reply("Where is my card?");
		assertThat(reply).isEqualTo(new Reply("In the post.", new Tokens(12, 4)));
		assertThat(this.path).hasValue("/v1/chat/completions");
		assertThat(this.authorization).hasValue("Bearer secret");
		JsonNode request = JsonMapper.shared().readTree(this.body.get());
		assertThat(request.at("/model").asString()).isEqualTo("small");
		assertThat(request.at("/messages/0/role").asString()).isEqualTo("system");
		assertThat(request.at("/messages/1/content").asString()).isEqualTo("Where is my card?");
		assertThat(request.has("temperature")).isFalse();
	}

	@Test
	void needsNoKeyForAServiceNearby() {
		assertThat(model("").reply("Where is my card?").text()).isEqualTo("In the post.");
	}

	@Test
	void estimatesTokensWhereTheServiceDoesNotTellThem() {
		this.completion = COMPLETION.replaceFirst("(?s),\\s*\"usage\".*", "}");
		assertThat(model("secret").reply("Where is my card?").tokens())
			.isEqualTo(Tokens.estimate("Where is my card?", "In the post."));
	}

	@Test
	void tellsAFailureWithoutTheQuestion() {
		this.status = 400;
		this.completion = "{\"error\": {\"message\": \"no\"}}";
		assertThatExceptionOfType(ModelException.class).isThrownBy(() -> model("secret").reply("Where is my card?"))
			.withMessageContaining("did not answer")
			.withMessageNotContaining("card");
	}

	@Test
	void refusesAnEmptyAnswer() {
		this.completion = COMPLETION.replace("In the post.", "");
		assertThatExceptionOfType(ModelException.class).isThrownBy(() -> model("secret").reply("Where is my card?"))
			.withMessageContaining("empty");
	}

	@Test
	void neverShowsItsKey() {
		assertThat(properties("secret")).asString().doesNotContain("secret").contains("small");
	}

	private OpenAiModel model(@Nullable String apiKey) {
		return new OpenAiModel(properties(apiKey), ObservationRegistry.NOOP);
	}

	private ModelProperties properties(@Nullable String apiKey) {
		String address = "http://127.0.0.1:" + this.server.getAddress().getPort() + "/v1";
		return new ModelProperties(apiKey, address, "small", Duration.ofSeconds(10),
				new Latency(Duration.ZERO, Duration.ZERO), new Price(0, 0, "USD"));
	}

	private void answer(HttpExchange exchange) throws IOException {
		this.path.set(exchange.getRequestURI().getPath());
		this.authorization.set(exchange.getRequestHeaders().getFirst("Authorization"));
		this.body.set(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
		exchange.getResponseHeaders().add("Content-Type", "application/json");
		byte[] bytes = this.completion.getBytes(StandardCharsets.UTF_8);
		exchange.sendResponseHeaders(this.status, bytes.length);
		exchange.getResponseBody().write(bytes);
		exchange.close();
	}

}
