package io.llmcache.semantic.question;

import java.util.List;
import java.util.Map;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PatternTests {

	private static final WordSets SETS = new WordSets(
			Map.of("fruit", Set.of("apple", "pear"), "verb", Set.of("is", "are")));

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			do/can i ... -> ok ...               | can i go                 | ok go
			do/can i ... -> ok ...               | will i go                | will i go
			do (really) go -> went               | do go                    | went
			do (really) go -> went               | do really go             | went
			do go -> went                        | do go now                | do go now
			... , please -> ...                  | pay it , please          | pay it
			please ... -> ...                    | please go now            | go now
			please ... -> ...                    | please go                | please go
			eat {fruit}... -> fruit ...          | eat apple pie            | fruit apple pie
			eat {fruit}... -> fruit ...          | eat bread                | eat bread
			eat {not fruit}... -> food ...       | eat bread                | food bread
			eat {not fruit}... -> food ...       | eat apple pie            | eat apple pie
			why/where oh ... -> $1 ...           | where oh where           | where where
			what {fruit}... means -> define ...  | what apple pie means     | define apple pie
			how ... works -> how does ... work   | how it works             | how does it work
			why {fruit}... {verb}... -> why {verb} ... | why apple pie is hot | why is apple pie hot
			""")
	void patternsRewriteSentences(String line, String sentence, String rewritten) {
		assertThat(rewrite(line, sentence)).isEqualTo(rewritten);
	}

	@ParameterizedTest
	@ValueSource(strings = { "a b", "... -> ...", "a ... -> b c d e ...", "a -> ...", "a ... -> b", "... a -> ... b c",
			"... a -> x ...", "eat {vegetable}... -> ..." })
	void patternsThatCannotWorkAreRefused(String line) {
		assertThatIllegalArgumentException().isThrownBy(() -> Pattern.parse(line).phrasings(SETS));
	}

	@Test
	void theLongestPatternGoesFirst() {
		List<Phrasing> phrasings = List
			.of(Pattern.parse("tell ... -> short ..."), Pattern.parse("tell me ... -> long ..."))
			.stream()
			.flatMap((pattern) -> pattern.phrasings(SETS).stream())
			.toList();
		Sentence sentence = new Sentence(List.of("tell", "me", "now"), false);
		new Phrasings(phrasings).rewriteFront(sentence);
		assertThat(sentence.words()).containsExactly("long", "now");
	}

	private static String rewrite(String line, String text) {
		Phrasings phrasings = new Phrasings(Pattern.parse(line).phrasings(SETS));
		Sentence sentence = new Sentence(List.of(text.split(" ")), false);
		if (phrasings.rewriteFront(sentence) == null) {
			phrasings.rewriteBack(sentence);
		}
		return String.join(" ", sentence.words());
	}

}
