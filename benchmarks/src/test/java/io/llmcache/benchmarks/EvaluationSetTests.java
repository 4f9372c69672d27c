package io.llmcache.benchmarks;

import java.util.List;
import java.util.stream.Collectors;

import io.llmcache.benchmarks.EvaluationSet.Part;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class EvaluationSetTests {

	@Test
	void pairsOnWhichReadersDifferAreLeftOut() {
		EvaluationSet set = EvaluationSet.of(Part.REPORT,
				List.of(edit("n1", "report", "different"), edit("n2", "report", "same"),
						edit("n3", "tune", "different")),
				List.of(List.of("light1", "report", "q1", "a", "b", "same", "same"),
						List.of("light2", "report", "q1", "a", "b", "same", "different")),
				List.of(List.of("h1", "report", "typo", "a", "b", "same", "same"),
						List.of("h2", "tune", "typo", "a", "b", "same", "same")));
		assertThat(set.edits()).containsExactly(new QuestionPair("n1", "number", "a", "b"));
		assertThat(set.same()).containsExactly(new QuestionPair("light1", "light", "a", "b"));
		assertThat(set.harmless()).containsExactly(new QuestionPair("h1", "typo", "a", "b"));
	}

	private static List<String> edit(String id, String part, String secondVerdict) {
		return List.of(id, "number", part, "travel", "a", "b", "different", secondVerdict);
	}

	@Test
	void reportHasAHundredEditsOfEveryFamily() {
		assertThat(EvaluationSet.read(Part.REPORT)
			.edits()
			.stream()
			.collect(Collectors.groupingBy(QuestionPair::kind, Collectors.counting()))).hasSize(8)
			.allSatisfy((family, count) -> assertThat(count).as(family).isGreaterThanOrEqualTo(100));
	}

	@Test
	void partsShareNoPair() {
		assertThat(EvaluationSet.read(Part.TUNE).edits()).isNotEmpty()
			.doesNotContainAnyElementsOf(EvaluationSet.read(Part.REPORT).edits());
	}

}
