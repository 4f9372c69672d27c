package io.llmcache.benchmarks;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class DecisionTests {

	@TempDir
	private Path directory;

	private final FakeEmbedder embedder = new FakeEmbedder().at(0, "how do I pay 20 euros")
		.at(4, "how do I pay 30 euros")
		.at(4, "ways to pay 20 euros");

	@Test
	void nearPairIsServed() throws Exception {
		Trial trial = trial(Set.of(), 0.997, "ways to pay 20 euros");
		assertThat(trial.isServed()).isTrue();
		assertThat(trial.reason()).isEqualTo("cosine");
	}

	@Test
	void guardStopsAPairUnlessItIsOff() throws Exception {
		Trial trial = trial(Set.of(), 0.997, "how do I pay 30 euros");
		assertThat(trial.isServed()).isFalse();
		assertThat(trial.isVetoed()).isTrue();
		assertThat(trial.reason()).isEqualTo("numbers");
		assertThat(trial(Set.of("numbers"), 0.997, "how do I pay 30 euros").isServed()).isTrue();
	}

	@Test
	void farPairIsNotVetoed() throws Exception {
		Trial trial = trial(Set.of(), 0.998, "how do I pay 30 euros");
		assertThat(trial.isServed() || trial.isVetoed()).isFalse();
		assertThat(trial.reason()).isEqualTo("far");
	}

	@Test
	void sameKeyNeedsNoVector() throws Exception {
		Trial trial = trial(Set.of(), 0.997, "how can I pay 20 euros??");
		assertThat(trial.judged()).isNull();
		assertThat(trial.reason()).isEqualTo("key");
		assertThat(trial.isServed()).isTrue();
		assertThat(trial(Set.of(), 0.997, "where can I pay 20 euros??").reason()).isEqualTo("far");
	}

	@Test
	void guardsThatDoNotExistAreRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> Decision.check(Set.of("number")))
			.withMessageContaining("numbers");
	}

	private Trial trial(Set<String> withoutGuards, double threshold, String asked) throws Exception {
		QuestionPair pair = new QuestionPair("1", "kind", "how do I pay 20 euros", asked);
		try (TextVectors vectors = new TextVectors(this.embedder, this.directory)) {
			vectors.embed(List.of(pair.answered(), pair.asked()), new Report(System.out));
			return new Decision(threshold, withoutGuards).tryOut(pair, vectors);
		}
	}

}
