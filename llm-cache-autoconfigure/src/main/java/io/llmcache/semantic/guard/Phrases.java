package io.llmcache.semantic.guard;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Words and groups of words that mean something, found in a text; the longest that begins
 * at a place wins.
 *
 * @param <V> what they mean
 */
final class Phrases<V> {

	private final Map<String, V> meanings = new HashMap<>();

	private final Map<String, Integer> longest = new HashMap<>();

	private final Function<Token, String> key;

	/**
	 * Phrases without members.
	 * @param key what has to be equal: the stems of the words, or their texts
	 */
	Phrases(Function<Token, String> key) {
		this.key = key;
	}

	/**
	 * Adds a phrase.
	 * @param phrase its words, in any inflection
	 * @param meaning replaces an earlier one
	 */
	void put(List<Token> phrase, V meaning) {
		List<String> stems = phrase.stream().map(this.key).toList();
		this.meanings.put(String.join(" ", stems), meaning);
		this.longest.merge(stems.get(0), stems.size(), Math::max);
	}

	@Nullable V get(List<Token> phrase) {
		return this.meanings.get(join(phrase, 0, phrase.size()));
	}

	/** Walks through a text, telling each place what begins there, null for nothing. */
	void walk(List<Token> tokens, BiConsumer<Match<V>, List<Token>> visitor) {
		int at = 0;
		while (at < tokens.size()) {
			Match<V> match = matchAt(tokens, at);
			visitor.accept(match, tokens.subList(at, at + match.length()));
			at += match.length();
		}
	}

	private Match<V> matchAt(List<Token> tokens, int at) {
		Integer most = this.longest.get(this.key.apply(tokens.get(at)));
		int length = (most == null) ? 0 : Math.min(most, tokens.size() - at);
		for (int end = at + length; end > at; end--) {
			V meaning = this.meanings.get(join(tokens, at, end));
			if (meaning != null) {
				return new Match<>(at, end - at, meaning);
			}
		}
		return new Match<>(at, 1, null);
	}

	private String join(List<Token> tokens, int from, int to) {
		if (to == from + 1) {
			return this.key.apply(tokens.get(from));
		}
		StringBuilder phrase = new StringBuilder();
		for (int i = from; i < to; i++) {
			phrase.append((i > from) ? " " : "").append(this.key.apply(tokens.get(i)));
		}
		return phrase.toString();
	}

	/**
	 * What begins at a place.
	 *
	 * @param at index of the first token
	 * @param length number of tokens
	 * @param meaning null if nothing known begins here
	 */
	record Match<V>(int at, int length, @Nullable V meaning) {

	}

}
