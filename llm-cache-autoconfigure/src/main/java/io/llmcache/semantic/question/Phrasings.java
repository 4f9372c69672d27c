package io.llmcache.semantic.question;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

import org.jspecify.annotations.Nullable;

/**
 * Finds the phrasings that a sentence begins or ends with, longest first. A look-up reads
 * no more words than the longest phrasing has.
 */
final class Phrasings {

	private final Node fronts = new Node();

	private final Node backs = new Node();

	Phrasings(List<Phrasing> phrasings) {
		phrasings.forEach(this::add);
	}

	private void add(Phrasing phrasing) {
		if (phrasing.front().isEmpty()) {
			List<String> back = phrasing.back();
			this.backs.add(back.size(), (i) -> back.get(back.size() - 1 - i), phrasing);
		}
		else {
			this.fronts.add(phrasing.front().size(), phrasing.front()::get, phrasing);
		}
	}

	/** Rewrites the front of a sentence once; the phrasing that did, or null. */
	@Nullable Phrasing rewriteFront(Sentence sentence) {
		return rewrite(sentence, this.fronts, 0);
	}

	/** Takes words off the back of a sentence once; the phrasing that did, or null. */
	@Nullable Phrasing rewriteBack(Sentence sentence) {
		return rewriteBack(sentence, this.backs, 0);
	}

	private static @Nullable Phrasing rewrite(Sentence sentence, Node node, int depth) {
		Node next = (depth < sentence.size()) ? node.next.get(sentence.word(depth)) : null;
		Phrasing longer = (next != null) ? rewrite(sentence, next, depth + 1) : null;
		return (longer != null) ? longer : node.rewrite(sentence);
	}

	private static @Nullable Phrasing rewriteBack(Sentence sentence, Node node, int depth) {
		Node next = (depth < sentence.size()) ? node.next.get(sentence.wordFromEnd(depth)) : null;
		Phrasing longer = (next != null) ? rewriteBack(sentence, next, depth + 1) : null;
		return (longer != null) ? longer : node.rewrite(sentence);
	}

	private static final class Node {

		private final Map<String, Node> next = new HashMap<>();

		private final List<Phrasing> complete = new ArrayList<>();

		private void add(int size, IntFunction<String> words, Phrasing phrasing) {
			Node node = this;
			for (int i = 0; i < size; i++) {
				node = node.next.computeIfAbsent(words.apply(i), (word) -> new Node());
			}
			node.complete.add(phrasing);
		}

		private @Nullable Phrasing rewrite(Sentence sentence) {
			for (Phrasing phrasing : this.complete) {
				if (phrasing.rewrite(sentence)) {
					return phrasing;
				}
			}
			return null;
		}

	}

}
