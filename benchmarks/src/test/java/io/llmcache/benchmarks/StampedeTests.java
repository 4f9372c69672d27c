package io.llmcache.benchmarks;

import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class StampedeTests {

	private static final long MILLI = 1_000_000;

	private static final Onrush WAITED = new Onrush(0, 0, 0, 330 * MILLI, 7 * MILLI, 0);

	private static final Onrush LOADED = new Onrush(1, 0, 300 * MILLI, 304 * MILLI, 2 * MILLI, 0);

	@Test
	void lastWaitersAreToldApartByWhetherTheirJvmLoaded() {
		Stampede stampede = new Stampede(List.of(WAITED, LOADED, new Onrush(0, 0, 0, 312 * MILLI, 0, 0)));
		assertThat(stampede.loads()).isEqualTo(1);
		assertThat(stampede.lastInLoadingJvm()).isEqualTo(4);
		assertThat(stampede.lastInOtherJvms()).isEqualTo(30);
		assertThat(stampede.lateMillis()).isEqualTo(7);
	}

	@Test
	void clockMayRunThroughZero() {
		Stampede stampede = new Stampede(
				List.of(new Onrush(1, 0, -2 * MILLI, -MILLI, 0, 0), new Onrush(0, 0, 0, 3 * MILLI, 0, 0)));
		assertThat(stampede.lastInLoadingJvm()).isEqualTo(1);
		assertThat(stampede.lastInOtherJvms()).isEqualTo(5);
	}

	@Test
	void twoLoadsHaveNoLastWaiter() {
		Stampede stampede = new Stampede(List.of(LOADED, LOADED));
		assertThat(stampede.loads()).isEqualTo(2);
		assertThatIllegalStateException().isThrownBy(stampede::lastInLoadingJvm);
	}

	@Test
	void wrongAnswerIsNoMeasurement() {
		assertThatIllegalStateException()
			.isThrownBy(() -> new Stampede(List.of(LOADED, new Onrush(0, 1, 0, 330 * MILLI, 0, 0))));
	}

	@Test
	void onrushSurvivesItsLine() {
		Onrush onrush = new Onrush(1, 2, -3, 4, 5, 6);
		assertThat(Onrush.parse(onrush.line())).isEqualTo(onrush);
	}

	@Test
	void distributionCountsRuns() {
		assertThat(StampedeBenchmark.distribution(new long[] { 1, 2, 1, 1 })).isEqualTo("3 runs with 1, 1 run with 2");
	}

}
