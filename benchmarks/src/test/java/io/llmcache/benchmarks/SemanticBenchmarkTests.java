package io.llmcache.benchmarks;

import io.llmcache.benchmarks.SemanticBenchmark.Probes;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SemanticBenchmarkTests {

	@Test
	void noProbeComesTwice() {
		Probes probes = new Probes(Wording.byVector());
		assertThat(probes.first(30_000)).doesNotHaveDuplicates();
		assertThat(probes.next()).isEqualTo(probes.first(1).get(0));
		assertThat(probes.next()).isEqualTo(probes.first(2).get(1));
	}

}
