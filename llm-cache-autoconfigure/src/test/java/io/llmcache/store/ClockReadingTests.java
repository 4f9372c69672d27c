package io.llmcache.store;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ClockReadingTests {

	@Test
	void clocksWithinTheToleranceOfMarksAreNoConcern() {
		assertThat(ClockReading.concern(List.of(at("a", 5_000_000), at("b", 5_001_000)))).isEmpty();
		assertThat(ClockReading.concern(List.of(at("a", 5_000_000)))).isEmpty();
		assertThat(ClockReading.concern(List.of())).isEmpty();
	}

	@Test
	void clocksFurtherApartAreNamed() {
		Concern concern = ClockReading
			.concern(List.of(at("a:1", 5_000_000), at("c:3", 5_000_100), at("b:2", 4_998_000)))
			.orElseThrow();
		assertThat(concern.kind()).isEqualTo(Concern.Kind.CLOCKS_APART);
		assertThat(concern.where()).isEqualTo("a:1, b:2, c:3");
		assertThat(concern.remedy()).contains("NTP");
	}

	@Test
	void aReplyThatTookLongProvesNothing() {
		ClockReading slow = ClockReading.of("a", 5_002_000, 1_000, 6_000);
		ClockReading quick = ClockReading.of("b", 5_000_000, 1_000, 1_002);
		assertThat(ClockReading.concern(List.of(slow, quick))).isEmpty();
	}

	private static ClockReading at(String where, long redisMillis) {
		return ClockReading.of(where, redisMillis, 1_000, 1_002);
	}

}
