package io.llmcache.semantic.question;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

/**
 * Plain questions: {@code pairs.txt} was written before the rules,
 * {@code near-misses.txt} after them and against them.
 */
class PairsTests {

	/** Of 40: the rest needs to know what words mean, which is the embedding's part. */
	private static final int FOUND = 22;

	private static final EnglishQuestions QUESTIONS = new EnglishQuestions();

	@TestFactory
	Stream<DynamicTest> nearMissesKeepApart() {
		return Stream.of("pairs.txt", "near-misses.txt")
			.flatMap((file) -> pairs(file, '!'))
			.map((pair) -> dynamicTest(pair.toString(), () -> ShippedRulesTests.holds(pair, QUESTIONS)));
	}

	@Test
	void everySecondParaphraseIsFound() {
		List<Example> paraphrases = pairs("pairs.txt", '=').toList();
		assertThat(paraphrases).hasSize(40);
		assertThat(paraphrases.stream()
			.filter((pair) -> QUESTIONS.canonical(pair.one()).equals(QUESTIONS.canonical(pair.other()))))
			.hasSizeGreaterThanOrEqualTo(FOUND);
	}

	private static Stream<Example> pairs(String file, char sign) {
		try (InputStream stream = PairsTests.class.getResourceAsStream(file)) {
			return new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines()
				.filter((line) -> line.startsWith(sign + " "))
				.map(Example::parse);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
