package io.llmcache.semantic.question;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The sets of words that the files name.
 */
record WordSets(Map<String, Set<String>> byName) {

	static WordSets of(List<RuleFile> files) {
		Map<String, Set<String>> byName = new HashMap<>();
		files.forEach((file) -> byName.putAll(file.sets()));
		return new WordSets(byName);
	}

	Set<String> named(String name) {
		Set<String> words = this.byName.get(name);
		if (words == null) {
			throw new IllegalArgumentException("No words are called {" + name + "}");
		}
		return words;
	}

}
