package io.llmcache.benchmarks;

import java.nio.file.Path;
import java.util.List;

import io.llmcache.benchmarks.EvaluationSet.Part;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class AccuracyOptionsTests {

	@Test
	void defaultsAreThoseOfTheProduct() {
		AccuracyOptions options = options("");
		assertThat(options.areDefaults()).isTrue();
		assertThat(options.isForeign()).isFalse();
		assertThat(options.thresholdsOf("bge-small-en-v1.5-q")).containsExactly(0.97);
	}

	@Test
	void everyOptionIsRead() {
		AccuracyOptions options = options("--pairs a.tsv --stream b.tsv --embedder minilm --threshold 0.95 --part tune "
				+ "--without-guards time,scope");
		assertThat(options.pairs()).isEqualTo(Path.of("a.tsv"));
		assertThat(options.stream()).isEqualTo(Path.of("b.tsv"));
		assertThat(options.model()).isEqualTo(LocalModel.MINILM);
		assertThat(options.thresholdsOf("any")).containsExactly(0.95);
		assertThat(options.part()).isEqualTo(Part.TUNE);
		assertThat(options.withoutGuards()).containsExactlyInAnyOrder("time", "scope");
		assertThat(options.areDefaults()).isFalse();
	}

	@Test
	void sweepHasBothEnds() {
		assertThat(options("--sweep 0.92:0.98:0.02").thresholdsOf("any")).containsExactly(0.92, 0.94, 0.96, 0.98);
	}

	@ParameterizedTest
	@ValueSource(strings = { "--threshold", "--threshold x", "--threshold 97", "--sweep 0.9", "--sweep 0.9:0.8:0.01",
			"--sweep 0.8:0.9:0", "--part all", "--embedder e5", "--treshold 0.9", "0.9 --threshold" })
	void whatIsNoOptionIsRefused(String line) {
		assertThatIllegalArgumentException().isThrownBy(() -> options(line));
	}

	private static AccuracyOptions options(String line) {
		return AccuracyOptions.of(line.isEmpty() ? List.of() : List.of(line.split(" ")));
	}

}
