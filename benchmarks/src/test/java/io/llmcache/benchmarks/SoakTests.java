package io.llmcache.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SoakTests {

	@Test
	void tenMinutesAreLookedAtInTheSecondAndAtTheEnd() {
		assertThat(SoakBenchmark.pause(600)).isEqualTo(20);
		assertThat(Soak.firstStill(600, 20)).isEqualTo(120);
	}

	@Test
	void oneMinuteHasEveryFaultAndIsLookedAtBeforeOne() {
		int pause = SoakBenchmark.pause(60);
		assertThat(6 * pause + pause).isLessThanOrEqualTo(60);
		assertThat(Soak.firstStill(60, pause)).isGreaterThan(pause)
			.isLessThan(60 - pause)
			.matches((at) -> at % pause == 0);
	}

	@Test
	void staleHitsAreHitsAndBypassesAreNot() {
		Counts counts = new Counts(Map.of("calls", 100L, "outcome.EXACT_HIT", 5L, "outcome.STALE_HIT", 2L,
				"outcome.BYPASS", 2L, "outcome.MISS", 1L));
		assertThat(Soak.hitShare(counts)).isEqualTo(0.7);
	}

	@Test
	void theEndIsTheBestOfTheLastLooks() {
		assertThat(Soak.bestOfLast(2, List.of(0.9, 0.1, 0.5))).isEqualTo(0.5);
		assertThat(Soak.bestOfLast(2, List.of(0.9, 0.5, 0.1))).isEqualTo(0.5);
	}

	@Test
	void threadsAreToldApartByNameButNotByNumber() {
		assertThat(SoakProcess.group("lettuce-epollEventLoop-5-1"))
			.isEqualTo(SoakProcess.group("lettuce-epollEventLoop-11-2"))
			.isNotEqualTo(SoakProcess.group("lettuce-timer-3-1"));
	}

	@Test
	void optionsOtherThanSecondsAreRefused() {
		SoakBenchmark soak = new SoakBenchmark(Path.of("target"));
		assertThat(soak.with(List.of())).isSameAs(soak);
		assertThat(soak.with(List.of("--seconds", "60"))).isNotSameAs(soak);
		for (List<String> options : List.of(List.of("--seconds"), List.of("--seconds", "59"),
				List.of("--seconds", "long"), List.of("--minutes", "60"))) {
			assertThatIllegalArgumentException().isThrownBy(() -> soak.with(options));
		}
	}

}
