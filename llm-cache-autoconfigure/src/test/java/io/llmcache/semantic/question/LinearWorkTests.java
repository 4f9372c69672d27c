package io.llmcache.semantic.question;

import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Work is counted, not timed: words looked at and moved, characters read.
 */
class LinearWorkTests {

	private static final EnglishRules RULES = new EnglishRules(QuestionSettings.defaults());

	@ParameterizedTest
	@ValueSource(strings = { "please ", "can you tell me ", "x'", "' ", "why the ", "why the is ", "tell me if i ",
			"hello. ", "thank you, ", "what is ", "how do i ", ", please", "what does it mean ", "the ", "a ", "don't ",
			"?! ", "hi there , ", "could you please tell me what the " })
	void tenTimesTheTextIsAboutTenTimesTheWork(String piece) {
		long small = steps("what " + piece.repeat(1_000));
		long large = steps("what " + piece.repeat(10_000));
		assertThat(large).isLessThan(small * 11);
		assertThat(steps(piece.repeat(10_000))).isLessThan(10_000L * piece.length() * 4);
	}

	@ParameterizedTest
	@MethodSource("hugePrompts")
	void aTextThatIsNoQuestionIsNotEvenRead(String prompt) {
		assertThat(new EnglishQuestions().canonical(prompt)).isSameAs(prompt);
	}

	static Stream<String> hugePrompts() {
		return Stream.of("please ".repeat(1_000_000), "can you tell me ".repeat(1_000_000), "'".repeat(1_000_000),
				"what is the capital of France? ".repeat(330_000));
	}

	@Test
	void theLongestQuestionThatIsReadIsNoTrouble() {
		String prompt = "please ".repeat(EnglishQuestions.LONGEST / 7);
		assertThat(RULES.rewrite(prompt).steps()).isLessThan(4L * EnglishQuestions.LONGEST);
	}

	private static long steps(String prompt) {
		return RULES.rewrite(prompt).steps();
	}

}
