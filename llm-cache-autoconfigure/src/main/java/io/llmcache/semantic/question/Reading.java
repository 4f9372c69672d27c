package io.llmcache.semantic.question;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A prompt as words in sentences, each word in lower case where its case says nothing.
 */
final class Reading {

	/** Signs of quoted text, code, tables, templates: not for rules about sentences. */
	private static final String UNPLAIN = "\"`{}[]<>=\\|;*^~_@\n\r\t\u00ab\u00bb";

	/** Signs beyond ASCII that plain questions have. */
	private static final String PLAIN = "\u00a3\u20ac\u00a5\u00b0\u2019";

	private static final String SENTENCE_ENDS = ".!?";

	private static final Set<String> ABBREVIATIONS = Set.of("dr", "mr", "mrs", "ms", "st", "vs", "no", "etc", "jr",
			"sr", "prof", "approx", "inc", "ltd", "co", "gen", "col", "rev", "mt", "ft", "fig", "vol");

	private final Capitals capitals;

	private final List<List<String>> sentences = new ArrayList<>();

	private final List<String> ends = new ArrayList<>();

	private List<String> words = new ArrayList<>();

	private Reading(Capitals capitals) {
		this.capitals = capitals;
	}

	/**
	 * Whether a text is made of words, numbers and ordinary punctuation on one line.
	 */
	static boolean isPlain(String text) {
		for (int i = 0; i < text.length(); i++) {
			char character = text.charAt(i);
			if (UNPLAIN.indexOf(character) >= 0 || (character > '~' && !isPlainBeyondAscii(character))
					|| Character.isISOControl(character) || startsSomethingElse(text, i)) {
				return false;
			}
		}
		return true;
	}

	private static boolean isPlainBeyondAscii(char character) {
		return PLAIN.indexOf(character) >= 0 || (Character.isLetter(character)
				&& Character.UnicodeScript.of(character) == Character.UnicodeScript.LATIN);
	}

	// What comes after a colon or inside single quotes is somebody else's text; a sign
	// that
	// stands alone is talked about, unless it is the last question mark.
	private static boolean startsSomethingElse(String text, int at) {
		char character = text.charAt(at);
		if (character == ':') {
			return at + 1 == text.length() || text.charAt(at + 1) == ' ';
		}
		boolean afterSpace = at == 0 || text.charAt(at - 1) == ' ';
		if (SENTENCE_ENDS.indexOf(character) >= 0) {
			return afterSpace && !(character == '?' && at + 1 == text.length());
		}
		return isApostrophe(character) && afterSpace;
	}

	private static boolean isApostrophe(char character) {
		return character == '\'' || character == '\u2019';
	}

	/**
	 * Reads a plain text without spaces around it.
	 */
	static Reading of(String text, Capitals capitals) {
		Reading reading = new Reading(capitals);
		int start = 0;
		while (start < text.length()) {
			int space = text.indexOf(' ', start);
			int end = (space < 0) ? text.length() : space;
			if (end > start) {
				reading.take(text.substring(start, end).replace('\u2019', '\''), end == text.length());
			}
			start = end + 1;
		}
		reading.finish("");
		return reading;
	}

	private void take(String chunk, boolean last) {
		int end = chunk.length();
		while (end > 0 && isPunctuation(chunk.charAt(end - 1))) {
			end--;
		}
		String punctuation = chunk.substring(end);
		if (!last && punctuation.equals(".") && isAbbreviation(chunk.substring(0, end))) {
			end = chunk.length();
			punctuation = "";
		}
		if (end > 0) {
			this.words.add(this.capitals.fold(chunk.substring(0, end), this.words.isEmpty()));
		}
		if (endsSentence(punctuation)) {
			finish(punctuation);
		}
		else if (!punctuation.isEmpty()) {
			this.words.add(punctuation);
		}
	}

	private static boolean isPunctuation(char character) {
		return character == ',' || SENTENCE_ENDS.indexOf(character) >= 0;
	}

	private static boolean endsSentence(String punctuation) {
		return punctuation.chars().anyMatch((character) -> SENTENCE_ENDS.indexOf(character) >= 0);
	}

	private static boolean isAbbreviation(String word) {
		return word.length() == 1 || word.indexOf('.') >= 0 || ABBREVIATIONS.contains(word.toLowerCase(Locale.ROOT));
	}

	// Signs without a word before them belong to the sentence that they end.
	private void finish(String punctuation) {
		if (!this.words.isEmpty()) {
			this.sentences.add(this.words);
			this.ends.add(punctuation);
			this.words = new ArrayList<>();
		}
		else if (!punctuation.isEmpty()) {
			int before = this.ends.size() - 1;
			if (before < 0) {
				this.words.add(punctuation);
			}
			else {
				this.ends.set(before, this.ends.get(before) + punctuation);
			}
		}
	}

	List<List<String>> sentences() {
		return this.sentences;
	}

	/** The signs at the end of a sentence; empty where it has none. */
	String end(int sentence) {
		return this.ends.get(sentence);
	}

	boolean hasAnyOf(Set<String> vocabulary) {
		return this.sentences.stream().anyMatch((sentence) -> sentence.stream().anyMatch(vocabulary::contains));
	}

}
