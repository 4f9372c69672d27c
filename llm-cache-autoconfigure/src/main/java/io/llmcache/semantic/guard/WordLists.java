package io.llmcache.semantic.guard;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads the word lists that lie beside this package. */
final class WordLists {

	private WordLists() {
	}

	/** The lines of a list that say something. */
	static List<String> lines(String name) {
		try (InputStream in = WordLists.class.getResourceAsStream(name)) {
			if (in == null) {
				throw new IllegalStateException("Word list " + name + " is missing from the class path");
			}
			return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines()
				.map(String::strip)
				.filter((line) -> !line.isEmpty() && !line.startsWith("#"))
				.toList();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("Word list " + name + " cannot be read", ex);
		}
	}

	static Set<String> words(String name) {
		return lines(name).stream()
			.flatMap((line) -> split(line, ",").stream())
			.collect(Collectors.toUnmodifiableSet());
	}

	static List<String> split(String line, String separator) {
		return Arrays.stream(line.split(separator)).map(String::strip).filter((part) -> !part.isEmpty()).toList();
	}

}
