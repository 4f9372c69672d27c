package io.llmcache.sample.replay;

import java.util.Arrays;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class ZipfOrderTests {

	@Test
	void drawsTheFirstAsOftenAsZipfSays() {
		int[] order = ZipfOrder.draw(100_000, 100, 1.0, 7);
		double harmonic = 0;
		for (int k = 1; k <= 100; k++) {
			harmonic += 1.0 / k;
		}
		assertThat(share(order, 0)).isEqualTo(1 / harmonic, within(0.005));
		assertThat(share(order, 1)).isEqualTo(0.5 / harmonic, within(0.005));
		assertThat(share(order, 9)).isEqualTo(0.1 / harmonic, within(0.005));
	}

	@Test
	void withoutSkewDrawsAllAlike() {
		int[] order = ZipfOrder.draw(100_000, 10, 0, 7);
		for (int k = 0; k < 10; k++) {
			assertThat(share(order, k)).isEqualTo(0.1, within(0.005));
		}
	}

	@Test
	void staysWithinTheThingsThereAre() {
		assertThat(Arrays.stream(ZipfOrder.draw(10_000, 3, 2.0, 7)).distinct()).containsExactlyInAnyOrder(0, 1, 2);
		assertThat(ZipfOrder.draw(3, 1, 1.0, 7)).containsExactly(0, 0, 0);
	}

	@Test
	void equalSeedsGiveEqualOrders() {
		assertThat(ZipfOrder.draw(1000, 100, 1.0, 7)).isEqualTo(ZipfOrder.draw(1000, 100, 1.0, 7))
			.isNotEqualTo(ZipfOrder.draw(1000, 100, 1.0, 8));
	}

	private static double share(int[] order, int thing) {
		return Arrays.stream(order).filter((k) -> k == thing).count() / (double) order.length;
	}

}
