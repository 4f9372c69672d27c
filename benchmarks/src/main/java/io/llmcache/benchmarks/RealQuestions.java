package io.llmcache.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;

import io.llmcache.langchain4j.InProcessEmbedder;
import io.llmcache.semantic.UnitVector;
import org.jspecify.annotations.Nullable;

/**
 * Real questions for their directions: all that the evaluation data holds.
 */
final class RealQuestions {

	private static final List<String> OWN = List.of("questions.tsv", "same.tsv", "harmless.tsv", "edits-1.tsv",
			"edits-2.tsv");

	/** Anything shorter is an identifier, a family or a verdict. */
	private static final int SHORTEST = 16;

	private RealQuestions() {
	}

	/**
	 * Directions like those of stored questions.
	 * @param directory the module's own for what is built; vectors are kept there
	 * @param count how many real questions to embed, if there are as many
	 * @param report is told how many are new, which takes milliseconds each
	 */
	static Corpus corpus(Path directory, int count, Report report) throws Exception {
		List<String> texts = texts().stream().limit(count).toList();
		InProcessEmbedder embedder = Objects.requireNonNull(InProcessEmbedder.find());
		try (TextVectors vectors = new TextVectors(embedder, directory)) {
			vectors.embed(texts, report);
			List<UnitVector> real = new ArrayList<>();
			for (String text : texts) {
				@Nullable UnitVector vector = vectors.of(text);
				if (vector != null) {
					real.add(vector);
				}
			}
			return new Corpus(real);
		}
	}

	/**
	 * Questions of a length.
	 * @param least number of characters
	 * @param most number of characters
	 */
	static List<String> ofLength(int least, int most) throws IOException {
		return texts().stream().filter((text) -> text.length() >= least && text.length() <= most).toList();
	}

	/** Each once, in an order that is the same for the same data. */
	private static List<String> texts() throws IOException {
		Collection<String> texts = new LinkedHashSet<>();
		for (IntentSet set : List.of(IntentSet.banking77(), IntentSet.clinc150())) {
			Stream.of(set.training(), set.test(), set.others())
				.flatMap(List::stream)
				.map(LabelledText::text)
				.forEach(texts::add);
		}
		for (String name : OWN) {
			try (InputStream file = Tsv.open(name)) {
				tsv(new String(file.readAllBytes(), StandardCharsets.UTF_8)).forEach(texts::add);
			}
		}
		List<String> shuffled = new ArrayList<>(texts);
		Collections.shuffle(shuffled, new Random(5));
		return shuffled;
	}

	/** Columns that hold a question. */
	static Stream<String> tsv(String content) {
		return content.lines()
			.filter((line) -> !line.startsWith("#"))
			.flatMap((line) -> Stream.of(line.split("\t")))
			.filter((column) -> column.length() >= SHORTEST && column.contains(" "))
			.map(String::strip);
	}

}
