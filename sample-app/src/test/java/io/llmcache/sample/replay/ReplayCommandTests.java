package io.llmcache.sample.replay;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ReplayCommandTests {

	@ParameterizedTest
	@ValueSource(strings = { "replay", "--replay", "--desk.replay.enabled", "--desk.replay.enabled=true" })
	void replaysWithoutAPage(String word) {
		assertThat(ReplayCommand.isIn(word)).isTrue();
		assertThat(ReplayCommand.expand(word)).containsExactly("--desk.replay.enabled=true");
		assertThat(ReplayCommand.defaults(word)).containsEntry("spring.main.web-application-type", "none");
	}

	@Test
	void knowsItsShortOptionsAndPassesTheOthersOn() {
		assertThat(ReplayCommand.expand("replay", "--questions=10", "--skew=0.5", "--spring.data.redis.port=6390"))
			.contains("--desk.replay.questions=10", "--desk.replay.skew=0.5", "--spring.data.redis.port=6390")
			.doesNotContain("replay", "--questions=10");
	}

	@Test
	void leavesOtherCommandLinesAlone() {
		assertThat(ReplayCommand.isIn("--questions=10")).isFalse();
		assertThat(ReplayCommand.expand("--questions=10")).containsExactly("--questions=10");
		assertThat(ReplayCommand.defaults("--questions=10")).isEmpty();
		assertThat(ReplayCommand.isIn("--desk.replay.enabled=false")).isFalse();
	}

}
