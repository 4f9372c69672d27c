package io.llmcache.semantic.question;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

/**
 * {@code pairs.txt}: pairs of plain questions that were written before the rules.
 */
class PairsTests {

	/** Of 40: the rest needs to know what words mean, which is the embedding's part. */
	private static final int FOUND = 20;

	private static final EnglishQuestions QUESTIONS = new EnglishQuestions();

	@TestFactory
	Stream<DynamicTest> nearMissesKeepApart() throws IOException {
		return pairs(false).stream()
			.map((pair) -> dynamicTest(pair.toString(), () -> ShippedRulesTests.holds(pair, QUESTIONS)));
	}

	@Test
	void everySecondParaphraseIsFound() throws IOException {
		List<Example> paraphrases = pairs(true);
		assertThat(paraphrases).hasSize(40);
		assertThat(paraphrases.stream()
			.filter((pair) -> QUESTIONS.canonical(pair.one()).equals(QUESTIONS.canonical(pair.other()))))
			.hasSizeGreaterThanOrEqualTo(FOUND);
	}

	private static List<Example> pairs(boolean same) throws IOException {
		try (InputStream stream = PairsTests.class.getResourceAsStream("pairs.txt")) {
			return new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines()
				.filter((line) -> line.startsWith(same ? "= " : "! "))
				.map(Example::parse)
				.toList();
		}
	}

}
