package io.llmcache.sample.ask;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class AskCommandTests {

	@ParameterizedTest
	@ValueSource(strings = { "ask", "--ask", "--desk.ask.enabled", "--desk.ask.enabled=true" })
	void asksWithoutAPage(String word) {
		assertThat(AskCommand.isIn(word)).isTrue();
		assertThat(AskCommand.expand(word)).containsExactly("--desk.ask.enabled=true");
	}

	@Test
	void passesQuestionsAndOptionsOn() {
		assertThat(AskCommand.expand("ask", "Where is my card?", "--spring.data.redis.port=6390"))
			.containsExactly("--desk.ask.enabled=true", "Where is my card?", "--spring.data.redis.port=6390");
	}

	@Test
	void leavesOtherCommandLinesAlone() {
		assertThat(AskCommand.isIn()).isFalse();
		assertThat(AskCommand.isIn("replay", "ask")).isFalse();
		assertThat(AskCommand.expand("--server.port=1")).containsExactly("--server.port=1");
	}

}
