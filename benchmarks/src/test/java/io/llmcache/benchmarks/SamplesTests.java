package io.llmcache.benchmarks;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class SamplesTests {

	@Test
	void medianIsTheMiddleOfAnOddNumberOfValues() {
		assertThat(Samples.of(9, 1, 5).median()).isEqualTo(5);
	}

	@Test
	void medianIsTheMeanOfTheTwoInTheMiddleOfAnEvenNumber() {
		assertThat(Samples.of(9, 1, 5, 6).median()).isEqualTo(5.5);
	}

	@Test
	void quantileIsAValueThatWasMeasured() {
		Samples samples = Samples.of(10, 9, 8, 7, 6, 5, 4, 3, 2, 1);
		assertThat(samples.quantile(0)).isEqualTo(1);
		assertThat(samples.quantile(0.1)).isEqualTo(1);
		assertThat(samples.quantile(0.11)).isEqualTo(2);
		assertThat(samples.quantile(0.9)).isEqualTo(9);
		assertThat(samples.quantile(1)).isEqualTo(10);
		assertThat(samples.max()).isEqualTo(10);
	}

	@Test
	void ratioIsTakenOfWhatWasMeasuredSideBySideAndNotOfTheMedians() {
		Samples slowingDown = Samples.of(30, 20, 10).over(Samples.of(10, 10, 10));
		assertThat(slowingDown.median()).isEqualTo(2);
		Samples steady = Samples.of(11, 22, 66).over(Samples.of(10, 20, 40));
		assertThat(steady.median()).isEqualTo(1.1);
	}

	@Test
	void differenceIsTakenOfWhatWasMeasuredSideBySide() {
		assertThat(Samples.of(5, 7, 9).beyond(Samples.of(1, 1, 8)).median()).isEqualTo(4);
	}

	@Test
	void rowsOfDifferentLengthAreNotCompared() {
		assertThatIllegalArgumentException().isThrownBy(() -> Samples.of(1, 2).over(Samples.of(1)));
	}

	@Test
	void nothingHasNoMedian() {
		assertThatIllegalArgumentException().isThrownBy(() -> Samples.of(new long[0]));
	}

	@Test
	void spreadTellsWhereMostValuesLie() {
		assertThat(Samples.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10).spread(Unit.RATIO))
			.isEqualTo("middle 80 % of 10: 1.000 to 9.000 x");
	}

}
