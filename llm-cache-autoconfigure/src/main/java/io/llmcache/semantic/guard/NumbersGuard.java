package io.llmcache.semantic.guard;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import io.llmcache.semantic.guard.Token.Kind;

/**
 * Other numbers, or the same numbers of other things. Understands digits in any language,
 * number words, ordinals and Roman numerals in English.
 */
final class NumbersGuard extends EnglishGuard {

	private static final Set<String> ROMAN = Set.of("ii", "iii", "iv", "vii", "viii", "ix", "xi", "xii", "xiii", "xiv",
			"xv", "xvi", "xvii", "xviii", "xix");

	private static final Set<String> BEFORE_ROMAN_ONE = Set.of("war", "type", "part", "phase", "schedule", "title",
			"section", "level", "tier", "stage", "volume", "chapter", "class", "article", "elizabeth", "napoleon",
			"charles", "james", "richard", "episode", "round", "grade");

	private static final Set<String> COUNTED_BY_ONE = Set.of("a", "an", "single");

	@Override
	public String name() {
		return "numbers";
	}

	@Override
	boolean needsEnglish() {
		return false;
	}

	@Override
	boolean differ(Reading here, Reading there) {
		Amounts ours = Amounts.of(here);
		Amounts theirs = Amounts.of(there);
		return !ours.agreesWith(theirs) || ours.countsOtherwise(theirs);
	}

	/**
	 * The numbers of a text.
	 *
	 * @param values how often each occurs
	 * @param counted the number before each counted word
	 * @param ones whether the word <i>one</i> counts something
	 */
	private record Amounts(Map<String, Integer> values, Map<String, String> counted, boolean ones) {

		static Amounts of(Reading reading) {
			Map<String, Integer> values = new HashMap<>();
			Map<String, String> counted = new HashMap<>();
			Set<String> twice = new HashSet<>();
			boolean ones = false;
			List<Token> tokens = reading.tokens();
			for (int i = 0; i < tokens.size(); i++) {
				String value = value(reading, i);
				ones |= countsOne(reading, i);
				if (value == null) {
					continue;
				}
				values.merge(value, 1, Integer::sum);
				if (i + 1 < tokens.size() && tokens.get(i + 1).word() && !tokens.get(i + 1).apart()
						&& counted.put(tokens.get(i + 1).stem(), value) != null) {
					twice.add(tokens.get(i + 1).stem());
				}
			}
			counted.keySet().removeAll(twice);
			return new Amounts(values, counted, ones);
		}

		/** A lone <i>one</i> may be left out or stand for 1, nothing else. */
		boolean agreesWith(Amounts other) {
			if (this.values.equals(other.values)) {
				return true;
			}
			return (this.ones && minusOne(other.values).equals(this.values))
					|| (other.ones && minusOne(this.values).equals(other.values));
		}

		boolean countsOtherwise(Amounts other) {
			List<String> shared = new ArrayList<>(this.counted.keySet());
			shared.retainAll(other.counted.keySet());
			return shared.stream().anyMatch((word) -> !Objects.equals(this.counted.get(word), other.counted.get(word)));
		}

		private static Map<String, Integer> minusOne(Map<String, Integer> values) {
			Map<String, Integer> rest = new HashMap<>(values);
			rest.computeIfPresent("1", (value, count) -> (count > 1) ? Integer.valueOf(count - 1) : null);
			return rest;
		}

		private static @Nullable String value(Reading reading, int at) {
			Token token = reading.tokens().get(at);
			if (token.number() || token.kind() == Kind.MIXED) {
				boolean negative = reading.is(at - 1, "-");
				return (negative ? "-" : "") + token.text();
			}
			if (ROMAN.contains(token.text()) && (token.text().length() > 2 || token.text().equals("ii")
					|| token.letterCase() == Token.LetterCase.UPPER)) {
				return String.valueOf(Numerals.roman(token.text()));
			}
			boolean one = token.is("i") && token.letterCase() != Token.LetterCase.LOWER && at > 0
					&& BEFORE_ROMAN_ONE.contains(reading.tokens().get(at - 1).text())
					&& (at + 1 == reading.tokens().size()
							|| !Lexicon.isFunctionWord(reading.tokens().get(at + 1).text()));
			return one ? "1" : null;
		}

		private static boolean countsOne(Reading reading, int at) {
			return reading.is(at, "one", "once") || COUNTED_BY_ONE.contains(reading.tokens().get(at).text());
		}

	}

}
