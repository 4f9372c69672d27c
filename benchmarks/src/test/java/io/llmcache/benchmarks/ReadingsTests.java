package io.llmcache.benchmarks;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ReadingsTests {

	private final Readings readings = new Readings(
			List.of(List.of("set", "a", "b", "same", "why"), List.of("set", "a", "c", "different", "why")));

	@Test
	void orderDoesNotMatter() {
		assertThat(this.readings.isDifferent("set", "b", "a")).isFalse();
		assertThat(this.readings.isDifferent("set", "c", "a")).isTrue();
		assertThat(this.readings.isRead("set", "b", " a\n")).isTrue();
	}

	@Test
	void whatNobodyHasReadIsDifferent() {
		assertThat(this.readings.isRead("other set", "a", "b")).isFalse();
		assertThat(this.readings.isDifferent("other set", "a", "b")).isTrue();
	}

	@Test
	void verdictsAreSameOrDifferent() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new Readings(List.of(List.of("set", "a", "b", "maybe", "why"))));
	}

	@Test
	void committedReadingsCanBeRead() {
		Readings.committed();
	}

}
