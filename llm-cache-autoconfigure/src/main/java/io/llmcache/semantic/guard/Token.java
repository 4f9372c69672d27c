package io.llmcache.semantic.guard;

/**
 * One word, number or sign of a text.
 *
 * @param text folded: lower case, no accents, contractions expanded
 * @param stem what inflections and spellings of the word have in common
 * @param kind what it is made of
 * @param letterCase how its letters were written
 * @param opens whether a sentence begins with it
 * @param apart whether punctuation stands between it and the token before
 */
record Token(String text, String stem, Kind kind, LetterCase letterCase, boolean opens, boolean apart) {

	boolean is(String word) {
		return this.text.equals(word);
	}

	boolean number() {
		return this.kind == Kind.NUMBER;
	}

	boolean word() {
		return this.kind == Kind.WORD;
	}

	/**
	 * Whether it says what the text is about, rather than how its words hang together.
	 */
	boolean content() {
		return this.kind != Kind.SIGN && !Lexicon.isFunctionWord(this.text);
	}

	enum Kind {

		WORD, NUMBER, MIXED, SIGN, FOREIGN

	}

	enum LetterCase {

		LOWER, CAPITAL, UPPER

	}

}
