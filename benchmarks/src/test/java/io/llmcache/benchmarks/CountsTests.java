package io.llmcache.benchmarks;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class CountsTests {

	private static final Counts SOME = new Counts(Map.of("error.A", 2L, "error.B", 3L, "calls", 10L));

	@Test
	void countsSurviveTheirLine() {
		assertThat(Counts.parse(SOME.line())).isEqualTo(SOME);
		assertThat(Counts.parse(Counts.NONE.line())).isEqualTo(Counts.NONE);
	}

	@Test
	void sumIsOfThoseThatStartSo() {
		assertThat(SOME.sum("error.")).isEqualTo(5);
		assertThat(SOME.sum("")).isEqualTo(15);
		assertThat(SOME.starting("error.")).isEqualTo(new Counts(Map.of("A", 2L, "B", 3L)));
		assertThat(SOME.sum("A")).isZero();
		assertThat(SOME.of("nothing")).isZero();
	}

	@Test
	void whatHasNotChangedIsNoDifference() {
		Counts before = new Counts(Map.of("calls", 10L, "error.A", 1L, "gone", 4L));
		Counts since = SOME.since(before);
		assertThat(since).isEqualTo(new Counts(Map.of("error.A", 1L, "error.B", 3L, "gone", -4L)));
		assertThat(since.changes()).isEqualTo(8);
	}

	@Test
	void countsOfSeveralProcessesAddUp() {
		assertThat(SOME.plus(new Counts(Map.of("calls", 1L, "more", 1L))).byName()).containsEntry("calls", 11L)
			.containsEntry("more", 1L)
			.containsEntry("error.A", 2L);
	}

}
