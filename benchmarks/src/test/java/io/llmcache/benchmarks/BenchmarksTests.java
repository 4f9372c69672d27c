package io.llmcache.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class BenchmarksTests {

	@Test
	void scriptKnowsEveryBenchmark() throws IOException {
		String script = Files.readString(Path.of("run"));
		assertThat(Benchmarks.names()).isNotEmpty().allSatisfy((name) -> {
			assertThat(script).containsPattern("(?m)^  " + name + " +\\S");
			assertThat(script).satisfiesAnyOf(
					(text) -> assertThat(text).contains("1:" + name + ":*", "2:" + name + ":--full"),
					(text) -> assertThat(text).contains("  *:" + name + ":*)"));
		});
	}

	@Test
	void textIsAsLongAsAskedAndTheSameForTheSameSeed() {
		assertThat(Text.of(7, 1500)).hasSize(1500).isEqualTo(Text.of(7, 1500)).isNotEqualTo(Text.of(8, 1500));
	}

}
