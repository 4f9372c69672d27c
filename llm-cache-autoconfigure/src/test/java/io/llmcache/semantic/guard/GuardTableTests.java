package io.llmcache.semantic.guard;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;

import io.llmcache.semantic.SemanticGuard;
import io.llmcache.semantic.SemanticGuard.Opinion;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The tables of pairs: edits that change the answer, each with the guard that says so,
 * and rewordings that do not, which no guard may speak against.
 */
class GuardTableTests {

	private static final Map<String, SemanticGuard> GUARDS = guards();

	@ParameterizedTest
	@CsvFileSource(resources = "edits.tsv", delimiter = '\t', quoteCharacter = '\u0001')
	void editsAreSpokenAgainst(String asked, String answered, String guard, Opinion opinion) {
		assertThat(GUARDS.get(guard)).isNotNull();
		assertThat(GUARDS.get(guard).judge(asked, answered)).isEqualTo(opinion);
	}

	@ParameterizedTest
	@CsvFileSource(resources = "rewordings.tsv", delimiter = '\t', quoteCharacter = '\u0001')
	void rewordingsPassAll(String asked, String answered) {
		assertThat(new GuardPanel().speakers(asked, answered)).isEmpty();
	}

	@ParameterizedTest
	@CsvFileSource(resources = { "edits.tsv", "rewordings.tsv" }, delimiter = '\t', quoteCharacter = '\u0001')
	void whichTextIsAskedMakesNoDifference(String asked, String answered) {
		GUARDS.values()
			.forEach((guard) -> assertThat(guard.judge(asked, answered)).as(guard.name())
				.isEqualTo(guard.judge(answered, asked)));
	}

	@ParameterizedTest
	@CsvFileSource(resources = { "edits.tsv", "rewordings.tsv" }, delimiter = '\t', quoteCharacter = '\u0001')
	void equalTextsPass(String asked, String answered) {
		List.of(asked, answered)
			.forEach((text) -> assertThat(new GuardPanel().speakers(text, new String(text.toCharArray()))).isEmpty());
	}

	private static Map<String, SemanticGuard> guards() {
		Map<String, SemanticGuard> guards = new HashMap<>();
		EnglishGuards.all().forEach((guard) -> guards.put(guard.name(), guard));
		return guards;
	}

}
