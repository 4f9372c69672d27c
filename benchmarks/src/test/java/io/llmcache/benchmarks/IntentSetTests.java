package io.llmcache.benchmarks;

import java.util.List;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class IntentSetTests {

	@Test
	void clinc150IsWhole() {
		IntentSet set = IntentSet.clinc150();
		assertThat(set.training()).hasSize(15_000);
		assertThat(set.test()).hasSize(4_500);
		assertThat(set.others()).hasSize(4_200);
		assertThat(set.arrivals(60)).hasSizeBetween(10_100, 10_200);
	}

	@Test
	void banking77IsWhole() {
		IntentSet set = IntentSet.banking77();
		assertThat(set.training()).hasSize(10_003);
		assertThat(set.test()).hasSize(3_080);
		assertThat(set.arrivals(100)).hasSizeBetween(7_600, 7_700);
	}

	@Test
	void questionsThatBelongToNoIntentDoNotBelongTogether() {
		assertThat(IntentSet.clinc150().others().stream().filter((question) -> question.label().startsWith("oos")))
			.hasSizeGreaterThan(1_000)
			.extracting(LabelledText::label)
			.doesNotHaveDuplicates();
	}

	@Test
	void everyWordingArrivesOnceAndNoIntentTooOften() {
		IntentSet set = new IntentSet("set",
				List.of(text("Hi  there", "greeting"), text("hi there", "greeting"), text("hello", "greeting")),
				List.of(text("good day", "greeting"), text("bye", "farewell")), List.of(text("hm", "oos: hm")));
		List<LabelledText> arrivals = set.arrivals(2);
		assertThat(arrivals.stream().collect(Collectors.groupingBy(LabelledText::label, Collectors.counting())))
			.containsEntry("greeting", 2L)
			.containsEntry("farewell", 1L)
			.containsEntry("oos: hm", 1L);
		assertThat(set.arrivals(2)).isEqualTo(arrivals);
		assertThat(set.arrivals(100).stream().filter((one) -> one.text().toLowerCase().startsWith("hi"))).hasSize(1);
	}

	private static LabelledText text(String text, String label) {
		return new LabelledText(text, label);
	}

}
