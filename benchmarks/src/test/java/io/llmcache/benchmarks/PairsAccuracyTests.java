package io.llmcache.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;

import io.llmcache.semantic.SemanticGuard;
import io.llmcache.semantic.guard.EnglishGuards;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class PairsAccuracyTests {

	/** Left out, so that what a guard learns is no matter here. */
	private static final Set<String> EVERY_GUARD = EnglishGuards.all()
		.stream()
		.map(SemanticGuard::name)
		.collect(Collectors.toSet());

	@TempDir
	private Path directory;

	@Test
	void pairsAreNumbered() throws IOException {
		assertThat(PairsAccuracy.read(file("# a, b, same\na\tb\t1\nc\td\t0\n")))
			.containsExactly(new QuestionPair("1", "1", "a", "b"), new QuestionPair("2", "0", "c", "d"));
	}

	@Test
	void thirdColumnIsZeroOrOne() throws IOException {
		Path file = file("a\tb\tyes\n");
		assertThatIllegalArgumentException().isThrownBy(() -> PairsAccuracy.read(file)).withMessageContaining("'yes'");
	}

	@Test
	void hitsAndWrongHitsAreTold() throws Exception {
		FakeEmbedder embedder = new FakeEmbedder().at(0, "start the car")
			.at(1, "starting the car")
			.at(2, "start the engine");
		Path file = file("start the car\tstarting the car\t1\nstart the car\tstart the engine\t0\n"
				+ "start the car\tget going\t1\nstart the car\tpay 20 euros\t0\n");
		Report report = new Report(System.out);
		try (TextVectors vectors = new TextVectors(embedder, this.directory)) {
			new PairsAccuracy(PairsAccuracy.read(file), vectors, report).take(new Decision(0.99, EVERY_GUARD),
					new AccuracyFigures(report, this.directory.resolve("out"), false));
		}
		report.write(this.directory.resolve("figures.txt"));
		assertThat(Files.readAllLines(this.directory.resolve("figures.txt"))
			.stream()
			.filter((line) -> !line.startsWith("#"))
			.map((line) -> line.replaceAll(" +", " "))).containsExactly("pairs-hit 50.00 % - info",
					"pairs-wrong 50.00 % - info", "pairs-different-served 50.00 % - info");
		assertThat(Files.readAllLines(this.directory.resolve("out/pairs-wrong.tsv"))).hasSize(3)
			.last()
			.asString()
			.startsWith("2\t0\tcosine\t0.9994\tstart the car\tstart the engine");
	}

	private Path file(String content) throws IOException {
		return Files.writeString(this.directory.resolve("pairs.tsv"), content);
	}

}
