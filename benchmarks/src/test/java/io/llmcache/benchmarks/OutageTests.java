package io.llmcache.benchmarks;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OutageTests {

	private static final List<Outage> TWO = List.of(new Outage(200, List.of(0.1, 0.2), 400),
			new Outage(100, List.of(0.3), 800));

	@Test
	void firstCallsAreCountedApartFromLaterOnes() {
		assertThat(Outage.firsts(TWO).max()).isEqualTo(200);
		assertThat(Outage.laters(TWO).max()).isEqualTo(0.3);
		assertThat(Outage.laters(TWO).median()).isEqualTo(0.2);
		assertThat(Outage.backs(TWO).median()).isEqualTo(600);
	}

}
