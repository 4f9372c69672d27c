package io.llmcache.benchmarks;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

import io.llmcache.semantic.UnitVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

class TextVectorsTests {

	private static final List<String> TEXTS = List.of("How are you?", "Gr\u00fc\u00dfe", "How are you?", "What??");

	private final Report report = new Report(System.out);

	@TempDir
	private Path directory;

	@Test
	void textsAreEmbeddedOnceAndForLater() throws Exception {
		FakeEmbedder first = new FakeEmbedder();
		float[] raw = first.embed("Gr\u00fc\u00dfe");
		try (TextVectors vectors = new TextVectors(first, this.directory)) {
			assertThat(vectors.embed(TEXTS, this.report)).isEqualTo(1);
			assertThat(vectors.of("What??")).isNull();
		}
		FakeEmbedder second = new FakeEmbedder();
		try (TextVectors vectors = new TextVectors(second, this.directory)) {
			assertThat(vectors.embed(TEXTS.subList(0, 3), this.report)).isZero();
			assertThat(second.calls).hasValue(0);
			assertThat(vectors.of("Gr\u00fc\u00dfe").cosine(UnitVector.of(raw))).isGreaterThan(0.999999);
		}
	}

	@Test
	void whatWasCutOffIsEmbeddedAnew() throws Exception {
		try (TextVectors vectors = new TextVectors(new FakeEmbedder(), this.directory)) {
			vectors.embed(TEXTS.subList(0, 1), this.report);
		}
		Path file = this.directory.resolve("vectors-fake-model.bin");
		long whole = Files.size(file);
		try (OutputStream target = Files.newOutputStream(file, StandardOpenOption.APPEND)) {
			target.write(new byte[] { 0, 0, 0, 3, 'a', 'b', 'c', 1, 2, 3 });
		}
		try (TextVectors vectors = new TextVectors(new FakeEmbedder(), this.directory)) {
			assertThat(file).hasSize(whole);
			assertThat(vectors.of("abc")).isNull();
			vectors.embed(List.of("abc"), this.report);
		}
		try (TextVectors vectors = new TextVectors(new FakeEmbedder(), this.directory)) {
			assertThat(vectors.of("abc")).isNotNull();
			assertThat(vectors.of("How are you?")).isNotNull();
		}
	}

}
