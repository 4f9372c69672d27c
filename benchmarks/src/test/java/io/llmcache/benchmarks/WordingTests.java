package io.llmcache.benchmarks;

import java.util.ArrayList;
import java.util.List;

import io.llmcache.benchmarks.Wording.Asked;
import io.llmcache.semantic.SemanticGuard;
import io.llmcache.semantic.SemanticGuard.Opinion;
import io.llmcache.semantic.guard.EnglishGuards;
import io.llmcache.semantic.question.EnglishQuestions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The benchmarks take for granted by which way each wording is found.
 */
class WordingTests {

	private final EnglishQuestions questions = new EnglishQuestions();

	@ParameterizedTest
	@EnumSource
	void whatWasAskedCanBeRead(Wording wording) {
		assertThat(Wording.read(wording.of(12_345))).isEqualTo(new Asked(12_345, wording));
	}

	@Test
	void otherTextsAreNoneOfThese() {
		assertThat(Wording.read("What is the balance?")).isNull();
		assertThat(Wording.read("What is the balance of account 7?")).isNull();
	}

	@Test
	void someShareTheQuestionKeyAndTheOthersDoNot() {
		String stored = this.questions.canonical(Wording.STORED.of(7));
		assertThat(Wording.withTheKey()).hasSizeGreaterThan(2)
			.allSatisfy((wording) -> assertThat(this.questions.canonical(wording.of(7))).isEqualTo(stored));
		assertThat(Wording.byVector()).hasSizeGreaterThan(2)
			.allSatisfy((wording) -> assertThat(this.questions.canonical(wording.of(7))).isNotEqualTo(stored));
	}

	@ParameterizedTest
	@EnumSource
	void guardsLetTheSameNumberPassOnly(Wording wording) {
		assertThat(objections(wording.of(7), Wording.STORED.of(7))).isEmpty();
		assertThat(objections(wording.of(7), Wording.STORED.of(8))).contains("numbers");
	}

	private static List<String> objections(String asked, String answered) {
		List<String> objections = new ArrayList<>();
		for (SemanticGuard guard : EnglishGuards.all()) {
			if (guard.judge(asked, answered) != Opinion.PASS) {
				objections.add(guard.name());
			}
		}
		return objections;
	}

}
