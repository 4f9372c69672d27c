package io.llmcache.benchmarks;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;

/**
 * Real questions, labelled with their intents: what serves one question of an intent
 * serves the others, so the intent stands for the right answer. Immutable.
 *
 * @param name what it is called
 * @param training its training split
 * @param test its test split
 * @param others what is in neither, questions that belong to no intent included; each of
 * these is alone with its label
 */
record IntentSet(String name, List<LabelledText> training, List<LabelledText> test, List<LabelledText> others) {

	private static final String NO_INTENT = "oos";

	/** The order of questions before any seed shuffles it. */
	private static final long ORDER = 77;

	static IntentSet banking77() {
		return new IntentSet("banking77", csv("banking77/train.csv"), csv("banking77/test.csv"), List.of());
	}

	private static List<LabelledText> csv(String name) {
		CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
		try (Reader reader = new InputStreamReader(Tsv.open(name), StandardCharsets.UTF_8);
				CSVParser rows = format.parse(reader)) {
			return rows.stream().map((row) -> new LabelledText(row.get("text").strip(), row.get("category"))).toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot read " + name, ex);
		}
	}

	static IntentSet clinc150() {
		Map<String, List<LabelledText>> splits = new HashMap<>();
		for (List<String> row : Tsv.evaluation("clinc150.tsv", 3)) {
			boolean alone = row.get(1).equals(NO_INTENT);
			String label = alone ? NO_INTENT + ": " + row.get(0) : row.get(1);
			splits.computeIfAbsent(alone ? NO_INTENT : row.get(2), (split) -> new ArrayList<>())
				.add(new LabelledText(row.get(0), label));
		}
		List<LabelledText> others = new ArrayList<>(splits.getOrDefault("val", List.of()));
		others.addAll(splits.getOrDefault(NO_INTENT, List.of()));
		return new IntentSet("clinc150", splits.getOrDefault("train", List.of()),
				splits.getOrDefault("test", List.of()), others);
	}

	/**
	 * Questions that arrive, in the same random order whenever asked: every wording once,
	 * so that no hit is one that an exact cache has as well.
	 * @param perIntent the most questions of one intent
	 */
	List<LabelledText> arrivals(int perIntent) {
		List<LabelledText> all = new ArrayList<>(this.training);
		all.addAll(this.test);
		all.addAll(this.others);
		Collections.shuffle(all, new Random(ORDER));
		Set<String> wordings = new HashSet<>();
		Map<String, Integer> taken = new HashMap<>();
		return all.stream()
			.filter((question) -> wordings.add(wording(question.text())))
			.filter((question) -> taken.merge(question.label(), 1, Integer::sum) <= perIntent)
			.toList();
	}

	private static String wording(String text) {
		return text.toLowerCase(Locale.ROOT).strip().replaceAll("\\s+", " ");
	}

}
