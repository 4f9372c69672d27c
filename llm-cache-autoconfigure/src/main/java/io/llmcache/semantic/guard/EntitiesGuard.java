package io.llmcache.semantic.guard;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.llmcache.semantic.guard.Token.Kind;
import io.llmcache.semantic.guard.Token.LetterCase;

/**
 * A name on one side that the other lacks: written with a capital inside a sentence, in
 * another script, or found in the list of names however it is written.
 */
final class EntitiesGuard extends EnglishGuard {

	private static final Kinds NAMES = Kinds.ofForms("names.txt");

	private static final int SHORTEST_TYPO = 5;

	private static final int LONGEST_ACRONYM = 6;

	private static final List<String> ROMAN_UNITS = List.of("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix");

	private static final List<String> ROMAN_TENS = List.of("", "x", "xx", "xxx");

	@Override
	public String name() {
		return "entities";
	}

	@Override
	boolean needsEnglish() {
		return false;
	}

	@Override
	boolean differ(Reading here, Reading there) {
		if (NAMES.differ(here, there)) {
			return !(onlyMisspelt(here, there) || onlyMisspelt(there, here));
		}
		return lacks(here, there) || lacks(there, here);
	}

	/** Whether a name of one side is missing on the other. */
	private static boolean lacks(Reading reading, Reading other) {
		List<Token> names = new ArrayList<>(names(reading));
		names.removeAll(NAMES.covered(reading));
		if (names.isEmpty()) {
			return false;
		}
		Set<String> known = other.stems();
		known.addAll(neighboursJoined(other.tokens()));
		known.addAll(romanNumerals(other));
		Set<String> joined = neighboursJoined(reading.tokens());
		joined.retainAll(other.stems());
		String initials = initials(other.tokens());
		Set<String> spelledOut = spelledOut(reading, other);
		return names.stream()
			.anyMatch((name) -> !known.contains(name.stem()) && !spelledOut.contains(name.stem())
					&& joined.stream().noneMatch((both) -> both.contains(name.stem()))
					&& !(name.letterCase() == LetterCase.UPPER && name.text().length() > 1
							&& name.text().length() <= LONGEST_ACRONYM && initials.contains(name.text()))
					&& !isTypo(name, other));
	}

	private static List<Token> names(Reading reading) {
		List<Token> names = new ArrayList<>();
		int words = 0;
		int capitals = 0;
		for (Token token : reading.tokens()) {
			if (token.kind() == Kind.FOREIGN) {
				names.add(token);
			}
			else if (token.word() && !token.opens()) {
				words++;
				if (token.letterCase() != LetterCase.LOWER) {
					capitals++;
					if (token.content()) {
						names.add(token);
					}
				}
			}
		}
		boolean title = words > 2 && capitals * 10 > words * 6;
		return title ? names.stream().filter((name) -> name.kind() == Kind.FOREIGN).toList() : names;
	}

	/** As in <i>World War II</i>, of the numbers that are small enough. */
	private static Set<String> romanNumerals(Reading reading) {
		Set<String> romans = new HashSet<>();
		for (Token token : reading.tokens()) {
			if (token.number() && token.text().length() <= 2 && token.text().chars().allMatch(Character::isDigit)) {
				int number = Integer.parseInt(token.text());
				if (number < 10 * ROMAN_TENS.size()) {
					romans.add(Lexicon.stem(ROMAN_TENS.get(number / 10) + ROMAN_UNITS.get(number % 10)));
				}
			}
		}
		return romans;
	}

	private static Set<String> neighboursJoined(List<Token> tokens) {
		Set<String> joined = new HashSet<>();
		for (int i = 0; i + 1 < tokens.size(); i++) {
			if (!tokens.get(i + 1).apart()) {
				joined.add(Lexicon.stem(tokens.get(i).text() + tokens.get(i + 1).text()));
			}
		}
		return joined;
	}

	private static String initials(List<Token> tokens) {
		StringBuilder initials = new StringBuilder(tokens.size());
		for (Token token : tokens) {
			initials.append(token.text().charAt(0));
		}
		return initials.toString();
	}

	/** The words here that an acronym there stands for. */
	private static Set<String> spelledOut(Reading reading, Reading other) {
		Set<String> words = new HashSet<>();
		String initials = initials(reading.tokens());
		for (Token token : other.tokens()) {
			int length = token.text().length();
			int at = (token.word() && token.letterCase() == LetterCase.UPPER && length > 1 && length <= LONGEST_ACRONYM)
					? initials.indexOf(token.text()) : -1;
			for (int i = at; at >= 0 && i < at + length; i++) {
				words.add(reading.tokens().get(i).stem());
			}
		}
		return words;
	}

	private static boolean onlyMisspelt(Reading reading, Reading other) {
		Set<String> theirs = other.stems();
		List<Token> missing = new ArrayList<>();
		for (Token token : reading.tokens()) {
			if (token.word() && NAMES.knows(token) && !theirs.contains(token.stem())) {
				missing.add(token);
			}
		}
		return missing.size() == 1 && isTypo(missing.get(0), other);
	}

	/** One slip of the pen away from a known name, without being another one. */
	private static boolean isTypo(Token name, Reading other) {
		if (name.text().length() < SHORTEST_TYPO) {
			return false;
		}
		for (Token token : other.tokens()) {
			if (token.word() && NAMES.knows(name) != NAMES.knows(token)
					&& Typos.oneSlipApart(name.text(), token.text())) {
				return true;
			}
		}
		return false;
	}

}
