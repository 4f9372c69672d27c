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
		assertThat(ReplayCommand.expand(word)).containsExactly("--desk.replay.enabled=true",
				"--llm.cache.semantic.mode=off");
	}

	@Test
	void knowsItsShortOptionsAndPassesTheOthersOn() {
		assertThat(ReplayCommand.expand("replay", "--questions=10", "--skew=0.5", "--spring.data.redis.port=6390"))
			.contains("--desk.replay.questions=10", "--desk.replay.skew=0.5", "--spring.data.redis.port=6390")
			.doesNotContain("replay", "--questions=10");
	}

	@ParameterizedTest
	@ValueSource(strings = { "--semantic", "--semantic=true", "--desk.replay.semantic=true" })
	void servesOtherWordsOnlyWhenAskedTo(String option) {
		assertThat(ReplayCommand.expand("replay", option)).containsExactly("--desk.replay.enabled=true",
				"--desk.replay.semantic=true", "--llm.cache.semantic.mode=serve");
		assertThat(ReplayCommand.expand("replay", "--semantic=false")).contains("--llm.cache.semantic.mode=off");
	}

	@Test
	void leavesTheModeAloneWhereItIsGiven() {
		assertThat(ReplayCommand.expand("replay", "--semantic", "--llm.cache.semantic.mode=shadow"))
			.contains("--llm.cache.semantic.mode=shadow")
			.doesNotContain("--llm.cache.semantic.mode=serve");
	}

	@Test
	void leavesOtherCommandLinesAlone() {
		assertThat(ReplayCommand.isIn("--questions=10")).isFalse();
		assertThat(ReplayCommand.expand("--questions=10")).containsExactly("--questions=10");
		assertThat(ReplayCommand.isIn("--desk.replay.enabled=false")).isFalse();
	}

}
