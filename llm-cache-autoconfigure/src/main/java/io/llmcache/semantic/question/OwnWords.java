package io.llmcache.semantic.question;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The user's own word pairs, each led to its last target: "a to b" and "b to c" make all
 * three the same.
 */
final class OwnWords {

	private OwnWords() {
	}

	static WordPairs pairs(Map<String, String> words) {
		Map<String, String> plain = new LinkedHashMap<>();
		words.forEach((phrase, same) -> {
			String before = plain.put(normal(phrase), normal(same));
			if (before != null && !before.equals(normal(same))) {
				throw QuestionSettings.refused(phrase, "is given twice, with different words");
			}
		});
		WordPairs pairs = new WordPairs();
		// Targets stand for themselves, so that their case says nothing either.
		plain.values().forEach((same) -> pairs.add(split(same), split(same)));
		plain.keySet().forEach((phrase) -> pairs.add(split(phrase), split(last(phrase, plain))));
		return pairs;
	}

	private static String last(String phrase, Map<String, String> plain) {
		String last = phrase;
		for (int i = 0; plain.containsKey(last); i++) {
			if (i == plain.size()) {
				throw QuestionSettings.refused(phrase, "leads back to itself");
			}
			last = plain.get(last);
		}
		return last;
	}

	private static String normal(String phrase) {
		return String.join(" ", split(phrase.strip().toLowerCase(Locale.ROOT)));
	}

	private static List<String> split(String phrase) {
		return List.of(phrase.split(" +"));
	}

}
