package io.llmcache.benchmarks;

import java.util.Random;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ZipfTests {

	@Test
	void secondNumberIsAskedForHalfAsOftenAsTheFirst() {
		Zipf zipf = new Zipf(100, 1);
		Random random = new Random(1);
		int[] counts = new int[100];
		IntStream.range(0, 100_000).forEach((i) -> counts[zipf.next(random)]++);
		assertThat(counts[1] / (double) counts[0]).isCloseTo(0.5, within(0.03));
		assertThat(counts[9] / (double) counts[0]).isCloseTo(0.1, within(0.02));
		assertThat(counts[99]).isPositive();
	}

	@Test
	void lowestAndHighestDrawsAreNumbersToo() {
		Zipf zipf = new Zipf(3, 1.1);
		assertThat(zipf.next(fixed(0))).isZero();
		assertThat(zipf.next(fixed(Math.nextDown(1.0)))).isEqualTo(2);
	}

	private static Random fixed(double drawn) {
		return new Random() {

			@Override
			public double nextDouble() {
				return drawn;
			}

		};
	}

}
