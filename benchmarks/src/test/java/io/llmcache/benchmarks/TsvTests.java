package io.llmcache.benchmarks;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TsvTests {

	@Test
	void readsRowsAndLeavesOutWhatTellsAboutTheFile() {
		String content = "# about\n#\tmore\n\nWhat's \"up\"?\tgreeting\n# is a sign\ttype\r\n \n";
		assertThat(Tsv.rows("file", content, 2)).containsExactly(List.of("What's \"up\"?", "greeting"),
				List.of("# is a sign", "type"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "a\tb\nc\n", "a\tb\nc\td\te\n", "a\tb\nc\t\n", "a\tb\nc\td\t\n" })
	void saysWhichLineIsNotARow(String content) {
		assertThatIllegalArgumentException().isThrownBy(() -> Tsv.rows("file", content, 2))
			.withMessageStartingWith("file, line 2: not 2 columns");
	}

}
