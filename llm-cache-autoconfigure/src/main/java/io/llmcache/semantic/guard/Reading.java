package io.llmcache.semantic.guard;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A text as the guards read it.
 *
 * @param tokens its words, numbers and signs in order, known names put into one form
 * @param english whether its language is understood
 */
record Reading(List<Token> tokens, boolean english) {

	private static final int TOO_FEW_TO_TELL = 5;

	private static final int KNOWN_SHARE = 8;

	static Reading of(String text) {
		return ofFolded(Tokeniser.fold(text));
	}

	static Reading ofFolded(String text) {
		List<Token> tokens = Units.apply(Numerals.apply(Aliases.apply(new Tokeniser(text).tokens())));
		return new Reading(tokens, english(tokens));
	}

	/** Whether both say the same words in the same order. */
	boolean saysTheSameAs(Reading other) {
		if (this.tokens.size() != other.tokens.size()) {
			return false;
		}
		for (int i = 0; i < this.tokens.size(); i++) {
			if (!this.tokens.get(i).is(other.tokens.get(i).text())) {
				return false;
			}
		}
		return true;
	}

	Set<String> stems() {
		Set<String> stems = new HashSet<>();
		for (Token token : this.tokens) {
			stems.add(token.stem());
		}
		return stems;
	}

	/** Whether the token at a position is one of these words; false outside the text. */
	boolean is(int at, String... words) {
		if (at < 0 || at >= this.tokens.size()) {
			return false;
		}
		for (String word : words) {
			if (this.tokens.get(at).is(word)) {
				return true;
			}
		}
		return false;
	}

	private static boolean english(List<Token> tokens) {
		int words = 0;
		int known = 0;
		int foreign = 0;
		int otherScript = 0;
		for (Token token : tokens) {
			if (token.word()) {
				words++;
				known += Lexicon.isFunctionWord(token.text()) ? 1 : 0;
				foreign += Lexicon.isForeignWord(token.text()) ? 1 : 0;
			}
			otherScript += (token.kind() == Token.Kind.FOREIGN) ? 1 : 0;
		}
		return foreign <= known && otherScript * 2 <= words + otherScript
				&& (words < TOO_FEW_TO_TELL || known * KNOWN_SHARE >= words);
	}

}
