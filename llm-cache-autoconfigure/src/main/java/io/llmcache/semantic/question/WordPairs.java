package io.llmcache.semantic.question;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Phrases that are replaced wherever they stand, in any case, the longest first, each
 * word once.
 */
final class WordPairs {

	private final Node root = new Node();

	void add(List<String> phrase, List<String> replacement) {
		Node node = this.root;
		for (String word : phrase) {
			node = node.next.computeIfAbsent(word, (key) -> new Node());
		}
		node.replacement = replacement;
	}

	/** The words with the phrases replaced that begin before an index. */
	List<String> replace(List<String> words, int end) {
		List<String> replaced = new ArrayList<>(words.size() + 8);
		int at = 0;
		while (at < end) {
			at = replaceAt(words, at, end, replaced);
		}
		replaced.addAll(words.subList(at, words.size()));
		return replaced;
	}

	private int replaceAt(List<String> words, int at, int end, List<String> replaced) {
		Node node = this.root.next(words.get(at));
		Node longest = null;
		int after = at;
		for (int i = at; node != null;) {
			i++;
			if (node.replacement != null) {
				longest = node;
				after = i;
			}
			node = (i < end) ? node.next(words.get(i)) : null;
		}
		if (longest == null || longest.replacement == null) {
			replaced.add(words.get(at));
			return at + 1;
		}
		replaced.addAll(longest.replacement);
		return after;
	}

	private static final class Node {

		private final Map<String, Node> next = new HashMap<>();

		private @Nullable List<String> replacement;

		private @Nullable Node next(String word) {
			return this.next.isEmpty() ? null : this.next.get(word.toLowerCase(Locale.ROOT));
		}

	}

}
