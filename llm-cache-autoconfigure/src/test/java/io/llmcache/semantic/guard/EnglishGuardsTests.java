package io.llmcache.semantic.guard;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import io.llmcache.semantic.SemanticGuard;
import io.llmcache.semantic.SemanticGuard.Opinion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

class EnglishGuardsTests {

	private static final int TEN_MEGABYTES = 10_000_000;

	private final List<SemanticGuard> guards = EnglishGuards.all();

	@Test
	void eachHasItsOwnName() {
		assertThat(this.guards).extracting(SemanticGuard::name)
			.doesNotHaveDuplicates()
			.allMatch((name) -> name.matches("[a-z][a-z0-9-]*"));
	}

	@Test
	void textsTooLongToCompareAreLeftToTheModel() {
		String quotes = "\"".repeat(TEN_MEGABYTES);
		String same = new String(quotes.toCharArray());
		this.guards.forEach((guard) -> {
			assertThat(guard.judge(quotes, quotes + "a")).isEqualTo(Opinion.UNSURE);
			assertThat(guard.judge(quotes, same)).isEqualTo(Opinion.PASS);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "\"", "'a ", "not ", "5 ", "from a to b ", "A.", "1e9", "united ", "\ufdfa", "and ", "`",
			"99999999", "a_", "\ud83d\ude00", "\ud800", "!=", "US " })
	void hostileTextsTakeLittleTime(String piece) {
		String one = piece.repeat(EnglishGuard.LONGEST / piece.length());
		String other = "b" + one.substring(1);
		assertTimeoutPreemptively(Duration.ofSeconds(10), () -> this.guards
			.forEach((guard) -> assertThat(guard.judge(one, other)).isEqualTo(guard.judge(other, one))));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "?", "\n", "5", "-", "$", "%", "by", "who", "not", "to", "one", "the one hundred",
			"is", "1.", ".5", "v", "a(b)", "''", "I", "second", "401(k)", "C++", "\u0000", "\ud800" })
	void fragmentsAreJudged(String text) {
		assertThatNoException()
			.isThrownBy(() -> this.guards.forEach((guard) -> guard.judge(text, "How do I reset my 2nd password?")));
	}

	@Test
	void anotherLanguageIsLeftToTheModel() {
		assertThat(speakers("Wie setze ich mein Passwort zur\u00fcck?", "Wie \u00e4ndere ich mein Passwort?"))
			.contains("negation", "antonyms", "direction", "time", "scope", "kinds");
		assertThat(speakers("\u5bc6\u7801\u600e\u4e48\u91cd\u7f6e", "\u5bc6\u7801\u600e\u4e48\u4fee\u6539"))
			.contains("entities");
		assertThat(speakers("Wie setze ich mein Passwort zur\u00fcck?", "wie setze ich mein passwort zur\u00fcck"))
			.isEmpty();
	}

	@Test
	void compatibilityFormsAndTypographyAreFolded() {
		assertThat(speakers("Why isn\u2019t my \uff23afe\u0301 card working?", "Why isn't my Caf\u00e9 card working?"))
			.isEmpty();
	}

	private String speakers(String asked, String answered) {
		return this.guards.stream()
			.filter((guard) -> guard.judge(asked, answered) != Opinion.PASS)
			.map(SemanticGuard::name)
			.collect(Collectors.joining(" "));
	}

}
