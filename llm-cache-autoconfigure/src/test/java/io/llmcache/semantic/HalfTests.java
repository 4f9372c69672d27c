package io.llmcache.semantic;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class HalfTests {

	private static final int LARGEST_FINITE = 0x7bff;

	@Test
	void everyHalfHasTheValueThatTheStandardGivesIt() {
		assertThat(halves()).allSatisfy(
				(half) -> assertThat(Half.toFloat(half.shortValue())).isEqualTo(Float.valueOf((float) valueOf(half))));
	}

	@Test
	void everyHalfReadsBackAsItself() {
		assertThat(halves()).filteredOn((half) -> !isNaN(half))
			.hasSize(65_536 - 2 * 1_023)
			.allSatisfy((half) -> assertThat(Half.of(Half.toFloat(half.shortValue()))).isEqualTo(half.shortValue()));
	}

	@Test
	void everyNaNStaysNaN() {
		assertThat(halves()).filteredOn(HalfTests::isNaN).allSatisfy((half) -> {
			assertThat(Half.toFloat(half.shortValue())).isNaN();
			assertThat(isNaN((int) Half.of(Half.toFloat(half.shortValue())))).isTrue();
		});
	}

	/** Between two neighbours; the one with an even last bit wins a tie. */
	@Test
	void whatLiesBetweenTwoHalvesGoesToTheNearer() {
		List<String> wrong = new ArrayList<>();
		for (int lower = 0; lower < LARGEST_FINITE; lower++) {
			float middle = (float) ((valueOf(lower) + valueOf(lower + 1)) / 2);
			int even = lower + (lower & 1);
			note(wrong, Math.nextDown(middle), lower);
			note(wrong, middle, even);
			note(wrong, Math.nextUp(middle), lower + 1);
		}
		assertThat(wrong).isEmpty();
	}

	private static void note(List<String> wrong, float value, int expected) {
		if (Half.of(value) != (short) expected || Half.of(-value) != (short) (0x8000 | expected)) {
			wrong.add(value + " is " + Integer.toHexString(Half.of(value)));
		}
	}

	@ParameterizedTest
	@CsvSource({ "0, 0000", "-0.0, 8000", "1, 3c00", "-2, c000", "65504, 7bff", "65519.996, 7bff", "65520, 7c00",
			"-65520, fc00", "Infinity, 7c00", "-Infinity, fc00", "3.4028235e38, 7c00", "6.1035156e-5, 0400",
			"6.097555e-5, 03ff", "5.9604645e-8, 0001", "2.9802322e-8, 0000", "2.9802326e-8, 0001", "1.4e-45, 0000",
			"-1.4e-45, 8000" })
	void edges(float value, String half) {
		assertThat(Half.of(value)).isEqualTo((short) Integer.parseInt(half, 16));
	}

	@Test
	void randomNumbersMoveByHalfAUnitAtMost() {
		Random random = new Random(1);
		for (int i = 0; i < 10_000; i++) {
			float value = (random.nextFloat() - 0.5f) * (1 << random.nextInt(16));
			double unit = Math.scalb(1.0, Math.max(Math.getExponent(value), -14) - 10);
			assertThat(Math.abs((double) Half.toFloat(Half.of(value)) - value)).isLessThanOrEqualTo(unit / 2);
		}
	}

	private static Iterable<Integer> halves() {
		return () -> IntStream.range(0, 65_536).boxed().iterator();
	}

	private static boolean isNaN(int half) {
		return (half & 0x7c00) == 0x7c00 && (half & 0x3ff) != 0;
	}

	/** IEEE 754-2008, 3.4. */
	private static double valueOf(int half) {
		double sign = ((half & 0x8000) != 0) ? -1 : 1;
		int exponent = (half >> 10) & 0x1f;
		double fraction = (half & 0x3ff) / 1024.0;
		return switch (exponent) {
			case 0 -> sign * Math.scalb(fraction, -14);
			case 31 -> (fraction == 0) ? sign * Double.POSITIVE_INFINITY : Double.NaN;
			default -> sign * Math.scalb(1 + fraction, exponent - 15);
		};
	}

}
