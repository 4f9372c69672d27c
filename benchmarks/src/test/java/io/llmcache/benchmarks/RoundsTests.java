package io.llmcache.benchmarks;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RoundsTests {

	@Test
	void everyOtherRoundGoesBackwards() {
		List<String> order = new ArrayList<>();
		new Rounds(new Contenders<>("get", "hit", "cacheable").map((name) -> () -> {
			order.add(name);
			return 1;
		})).run(3);
		assertThat(order).containsExactly("get", "hit", "cacheable", "cacheable", "hit", "get", "get", "hit",
				"cacheable");
	}

	@Test
	void steadyDriftDoesNotShowInTheRatio() {
		double[] clock = { 1000 };
		Contenders<Samples> samples = new Rounds(new Contenders<>(1.0, 2.0, 3.0).map((cost) -> () -> cost * clock[0]++))
			.run(100);
		assertThat(samples.hit().over(samples.get()).median()).isBetween(1.999, 2.001);
		assertThat(samples.cacheable().over(samples.get()).median()).isBetween(2.999, 3.001);
	}

}
