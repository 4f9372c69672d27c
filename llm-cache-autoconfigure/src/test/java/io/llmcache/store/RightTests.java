package io.llmcache.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RightTests {

	@Test
	void theManualNamesWhatIsNeeded() throws IOException {
		String manual = Files.readString(Path.of("../docs/operations.md"));
		String[] blocks = manual.split("```");
		assertThat(words(blocks[1])).isEqualTo(words(Right.rule("llm:app:", false, false)));
		assertThat(words(blocks[1] + blocks[3])).isEqualTo(words(Right.rule("llm:app:", true, false)));
		String cluster = manual.substring(manual.indexOf("In a cluster, on every node"), manual.indexOf(" besides"));
		assertThat(words(blocks[1] + blocks[3] + cluster)).isEqualTo(words(Right.rule("llm:app:", true, true)));
	}

	@Test
	void theManualListsEveryConcern() throws IOException {
		String manual = Files.readString(Path.of("../docs/operations.md"));
		assertThat(Concern.Kind.values()).allSatisfy((kind) -> assertThat(manual).contains("| `" + kind.id() + "` |"));
	}

	private static Set<String> words(String rule) {
		return Pattern.compile("[+~&][a-z:*|]+")
			.matcher(rule)
			.results()
			.map(MatchResult::group)
			.collect(TreeSet::new, Set::add, Set::addAll);
	}

}
