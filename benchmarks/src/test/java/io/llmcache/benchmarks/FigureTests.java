package io.llmcache.benchmarks;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class FigureTests {

	@ParameterizedTest
	@CsvSource({ "1.15, ok", "1.1501, short", "0.2, ok", "NaN, short" })
	void upperBoundIsInclusive(double value, String verdict) {
		assertThat(new Figure("ratio", value, Unit.RATIO, Must.atMost(1.15)).line()).endsWith(" <=1.15   " + verdict);
	}

	@ParameterizedTest
	@CsvSource({ "0.85, ok", "0.8499, short", "3, ok", "NaN, short" })
	void lowerBoundIsInclusive(double value, String verdict) {
		assertThat(new Figure("ratio", value, Unit.RATIO, Must.atLeast(0.85)).line()).endsWith(" >=0.85   " + verdict);
	}

	@ParameterizedTest
	@CsvSource({ "1, ok", "1.004, ok", "0.996, ok", "1.006, short", "2, short", "0, short", "NaN, short" })
	void exactMeansToTwoDecimals(double value, String verdict) {
		assertThat(new Figure("commands", value, Unit.COMMANDS_A_HIT, Must.exactly(1)).line())
			.endsWith(" =1       " + verdict);
	}

	@Test
	void figureWithoutMustIsInformation() {
		Figure figure = Figure.info("throughput", 51234.5678, Unit.A_SECOND);
		assertThat(figure.isShort()).isFalse();
		assertThat(figure.line()).endsWith(" -        info");
	}

	@Test
	void lineHasNameValueUnitMustAndVerdict() {
		assertThat(new Figure("last-waiter", 12.3456, Unit.MILLISECONDS, Must.atMost(10)).line().split(" +"))
			.containsExactly("last-waiter", "12.35", "ms", "<=10", "short");
	}

}
