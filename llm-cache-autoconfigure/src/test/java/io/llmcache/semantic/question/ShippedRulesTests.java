package io.llmcache.semantic.question;

import io.llmcache.QuestionFamily;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

/**
 * Runs the examples that stand beside the rules in the files that are shipped.
 */
class ShippedRulesTests {

	private static final EnglishQuestions BY_DEFAULT = new EnglishQuestions();

	@TestFactory
	Stream<DynamicTest> examplesHold() {
		return rules().flatMap((rule) -> rule.examples()
			.stream()
			.map((example) -> dynamicTest(rule.name() + ": " + example, () -> holds(example, questions(rule)))));
	}

	@TestFactory
	Stream<DynamicTest> whatIsOptionalIsOff() {
		return rules().filter(Rule::optional)
			.flatMap((rule) -> rule.examples().stream().filter(Example::same))
			.map((example) -> dynamicTest(example.toString(),
					() -> holds(new Example(false, example.one(), example.other()), BY_DEFAULT)));
	}

	@TestFactory
	Stream<DynamicTest> everyRuleHasExamplesAndCounterExamples() {
		return rules().map((rule) -> dynamicTest(rule.name(), () -> {
			assertThat(rule.examples()).anyMatch(Example::same);
			assertThat(rule.examples()).anyMatch((example) -> !example.same());
		}));
	}

	@TestFactory
	Stream<DynamicTest> everyExampleIsItsOwnKeyAgain() {
		return rules().flatMap((rule) -> rule.examples().stream())
			.flatMap((example) -> Stream.of(example.one(), example.other()))
			.distinct()
			.map((question) -> dynamicTest(question, () -> {
				String key = BY_DEFAULT.canonical(question);
				assertThat(BY_DEFAULT.canonical(key)).isEqualTo(key);
			}));
	}

	@ParameterizedTest
	@MethodSource("files")
	void everyFileSaysItsLanguageAndItsOrigin(String file) throws IOException {
		try (InputStream stream = EnglishRules.class.getResourceAsStream(file)) {
			String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
			assertThat(text).contains("Language: English.", "Origin: own work of the llm-cache authors, Apache-2.0.");
		}
	}

	static List<String> files() {
		return EnglishRules.FILES;
	}

	private static Stream<Rule> rules() {
		return EnglishRules.FILES.stream().flatMap((file) -> RuleFile.read(file).rules().stream());
	}

	private static EnglishQuestions questions(Rule rule) {
		if (!rule.optional()) {
			return BY_DEFAULT;
		}
		String family = rule.family().replace('-', '_').toUpperCase(Locale.ROOT);
		return new EnglishQuestions(QuestionSettings.defaults().withFamilies(QuestionFamily.valueOf(family)));
	}

	static void holds(Example example, EnglishQuestions questions) {
		String one = questions.canonical(example.one());
		String other = questions.canonical(example.other());
		if (example.same()) {
			assertThat(one).isEqualTo(other);
		}
		else {
			assertThat(one).isNotEqualTo(other);
		}
	}

}
