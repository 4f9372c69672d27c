package io.llmcache.benchmarks;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ProportionTests {

	@ParameterizedTest
	@CsvSource(textBlock = """
			# count, total, percent, at most (Wilson, one-sided 95 %)
			0,     100,     0.00,   2.63
			1,     100,     1.00,   4.36
			10,    100,    10.00,  16.04
			100,   100,   100.00, 100.00
			0,       1,     0.00,  73.01
			20,   2000,     1.00,   1.44
			""")
	void boundIsWilsons(long count, long total, double percent, double atMost) {
		Proportion proportion = new Proportion(count, total);
		assertThat(proportion.percent()).isEqualTo(percent, within(0.005));
		assertThat(proportion.percentAtMost()).isEqualTo(atMost, within(0.005));
	}

	@Test
	void ofNothingNothingIsKnown() {
		assertThat(new Proportion(0, 0).percent()).isZero();
		assertThat(new Proportion(0, 0).percentAtMost()).isEqualTo(100);
	}

	@Test
	void tellsBothNumbersAndTheBound() {
		assertThat(new Proportion(1, 100)).hasToString("1 of 100, with 95 % confidence at most 4.36 %");
	}

}
