package io.llmcache.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads lines of columns parted by tabs: UTF-8, no quoting, no escapes. Lines with # at
 * the head of a file tell about it and are left out, as are blank ones.
 */
final class Tsv {

	private Tsv() {
	}

	/**
	 * The rows of a file.
	 * @param file where it is
	 * @param columns how many each row must have
	 * @throws IllegalArgumentException when one has more or fewer, or nothing in one
	 */
	static List<List<String>> read(Path file, int columns) {
		try {
			return rows(file.toString(), Files.readString(file), columns);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot read " + file, ex);
		}
	}

	/**
	 * The rows of a file of the class path.
	 * @param name its name in the folder of evaluation data
	 * @param columns how many each row must have
	 */
	static List<List<String>> evaluation(String name, int columns) {
		try (InputStream file = open(name)) {
			return rows(name, new String(file.readAllBytes(), StandardCharsets.UTF_8), columns);
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Cannot read " + name, ex);
		}
	}

	static InputStream open(String name) {
		InputStream file = Tsv.class.getResourceAsStream("/evaluation/" + name);
		if (file == null) {
			throw new IllegalStateException("There is no evaluation/" + name + " on the class path");
		}
		return file;
	}

	static List<List<String>> rows(String name, String content, int columns) {
		List<List<String>> rows = new ArrayList<>();
		int number = 0;
		for (String line : content.lines().toList()) {
			number++;
			if (line.isBlank() || (rows.isEmpty() && line.startsWith("#"))) {
				continue;
			}
			List<String> row = List.of(line.split("\t", -1));
			if (row.size() != columns || row.stream().anyMatch(String::isBlank)) {
				throw new IllegalArgumentException(
						"%s, line %d: not %d columns parted by tabs, or an empty one".formatted(name, number, columns));
			}
			rows.add(row);
		}
		return rows;
	}

}
