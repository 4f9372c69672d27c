package io.llmcache.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Pairs of questions in a file, for people to read: columns parted by tabs.
 */
final class PairFile {

	private final List<String> lines = new ArrayList<>();

	private final String name;

	/**
	 * A file that is still empty.
	 * @param name its name without ending
	 * @param about one line that says what is in it
	 * @param columns what the columns hold
	 */
	PairFile(String name, String about, String... columns) {
		this.name = name;
		this.lines.add("# " + about);
		this.lines.add("# Columns: " + String.join(", ", columns));
	}

	/** What the product served, or did not, and why. */
	static PairFile ofTrials(String name, String about, List<Trial> trials) {
		PairFile file = new PairFile(name, about, "id", "kind", "reason", "cosine", "answered", "asked");
		trials.forEach((trial) -> file.add(trial.pair().id(), trial.pair().kind(), trial.reason(),
				cosine(trial.cosine()), trial.pair().answered(), trial.pair().asked()));
		return file;
	}

	void add(String... columns) {
		this.lines.add(String.join("\t", List.of(columns).stream().map(PairFile::inOneLine).toList()));
	}

	/** Texts may hold line breaks and tabs. */
	static String inOneLine(String text) {
		return text.strip().replaceAll("\\s+", " ");
	}

	static String cosine(double cosine) {
		return Double.isNaN(cosine) ? "-" : String.format(Locale.ROOT, "%.4f", cosine);
	}

	void write(Path directory) throws IOException {
		Files.createDirectories(directory);
		Files.write(directory.resolve(this.name + ".tsv"), this.lines);
	}

}
