package io.llmcache.semantic.guard;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.llmcache.semantic.guard.Token.Kind;
import io.llmcache.semantic.guard.Token.LetterCase;

/**
 * Cuts a text into tokens, in one pass. Compatibility forms, typographic apostrophes,
 * accents, contractions and most punctuation are folded away.
 */
final class Tokeniser {

	private static final String CURRENCIES = "$\u20ac\u00a3\u00a5\u20b9\u20bd\u20bf";

	private static final Set<String> TITLES = Set.of("dr", "mr", "mrs", "ms", "prof", "st", "vs", "no", "sr", "jr");

	private final String text;

	private final List<Token> tokens = new ArrayList<>();

	private int at;

	private boolean opens = true;

	private boolean apart;

	Tokeniser(String text) {
		this.text = text;
	}

	List<Token> tokens() {
		while (this.at < this.text.length()) {
			int codePoint = this.text.codePointAt(this.at);
			if (Character.isLetterOrDigit(codePoint)) {
				word();
			}
			else {
				sign((char) codePoint);
				this.at += Character.charCount(codePoint);
			}
		}
		return this.tokens;
	}

	/** Case stays: what is written with capitals may be a name. */
	static String fold(String text) {
		String folded = Normalizer.normalize(text, Normalizer.Form.NFKC);
		StringBuilder result = new StringBuilder(folded.length());
		for (int i = 0; i < folded.length(); i++) {
			char next = folded.charAt(i);
			if (next == '\u2019' || next == '\u2018' || next == '\u02bc' || next == '\u2032') {
				result.append('\'');
			}
			else if (next == '\u2212' || next == '\u2010' || next == '\u2011') {
				result.append('-');
			}
			else if (Character.getType(next) != Character.FORMAT) {
				result.append(next);
			}
		}
		return result.toString();
	}

	private void sign(char sign) {
		switch (sign) {
			case '.', '!', '?', '\n' -> {
				this.opens |= sign == '\n' || (endsHere(this.at + 1) && !(sign == '.' && afterTitle()));
				this.apart = true;
			}
			case ',', ';', ':', '(', ')', '\u2013', '\u2014' -> this.apart = true;
			case '&' -> add("and", Kind.WORD, LetterCase.LOWER);
			case '%' -> add("%", Kind.SIGN, LetterCase.LOWER);
			case '+', '*', '\u00d7', '\u00f7', '^' -> operator(sign);
			case '-' -> {
				if (!digitAt(this.at - 1) && digitAt(this.at + 1) && !letterAt(this.at - 1)) {
					add("-", Kind.SIGN, LetterCase.LOWER);
				}
				else if (endsHere(this.at - 1) && endsHere(this.at + 1)) {
					this.apart = true;
				}
			}
			case '<', '>', '=' -> add(String.valueOf(sign), Kind.SIGN, LetterCase.LOWER);
			default -> {
				if (CURRENCIES.indexOf(sign) >= 0) {
					add(String.valueOf(sign), Kind.SIGN, LetterCase.LOWER);
				}
			}
		}
	}

	private boolean afterTitle() {
		return !this.tokens.isEmpty() && TITLES.contains(this.tokens.get(this.tokens.size() - 1).text());
	}

	private void operator(char sign) {
		String name = switch (sign) {
			case '+' -> "plus";
			case '*', '\u00d7' -> "times";
			case '\u00f7' -> "by";
			default -> "^";
		};
		if (!this.tokens.isEmpty()) {
			add(name, Kind.WORD, LetterCase.LOWER);
		}
	}

	private void word() {
		int start = this.at;
		boolean digits = false;
		boolean letters = false;
		while (this.at < this.text.length() && continues(start)) {
			int codePoint = this.text.codePointAt(this.at);
			digits |= Character.isDigit(codePoint);
			letters |= Character.isLetter(codePoint);
			this.at += Character.charCount(codePoint);
		}
		String raw = this.text.substring(start, this.at);
		if (!letters && isClock(start)) {
			clock(raw);
		}
		else if (!letters) {
			number(raw);
		}
		else if (digits) {
			mixed(raw);
		}
		else if (raw.equalsIgnoreCase("w") && this.text.startsWith("/", this.at)) {
			with();
		}
		else {
			letters(raw);
		}
	}

	/** <i>W/o</i> and <i>w/</i>. */
	private void with() {
		boolean without = this.text.regionMatches(true, this.at, "/o", 0, 2) && !letterAt(this.at + 2);
		this.at += without ? 2 : 1;
		add(without ? "without" : "with", Kind.WORD, LetterCase.LOWER);
	}

	/** Whether what was read is the hour of a time such as {@code 9:30}. */
	private boolean isClock(int start) {
		return this.at - start <= 2 && this.text.startsWith(":", this.at) && digitAt(this.at + 1)
				&& digitAt(this.at + 2) && !digitAt(this.at + 3) && !letterAt(this.at + 3)
				&& !(this.text.startsWith(":", this.at + 3) && digitAt(this.at + 4))
				&& !(this.text.startsWith(":", start - 1) && digitAt(start - 2));
	}

	/** The full hour without its minutes, the afternoon in twelve hours. */
	private void clock(String raw) {
		int hour = Integer.parseInt(Numerals.canonical(raw));
		boolean afternoon = hour > 12 && hour < 24;
		number(afternoon ? String.valueOf(hour - 12) : raw);
		String minutes = this.text.substring(this.at + 1, this.at + 3);
		this.at += 3;
		if (!minutes.equals("00")) {
			this.apart = true;
			number(minutes);
		}
		if (afternoon) {
			add("pm", Kind.WORD, LetterCase.LOWER);
		}
	}

	private boolean continues(int start) {
		char next = this.text.charAt(this.at);
		if (Character.isLetterOrDigit(this.text.codePointAt(this.at))
				|| Character.getType(next) == Character.NON_SPACING_MARK
				|| Character.getType(next) == Character.COMBINING_SPACING_MARK) {
			return true;
		}
		return switch (next) {
			case '\'' -> letterAt(this.at - 1) && letterAt(this.at + 1);
			case ',' -> digitAt(this.at - 1) && threeDigitsAt(this.at + 1);
			case '.' -> (digitAt(this.at - 1) && digitAt(this.at + 1)) || insideAbbreviation(start);
			case '-' -> this.at - start <= 2 && letterAt(this.at - 1) && letterAt(start) && digitAt(this.at + 1);
			case '(' -> bracketedLetter();
			case ')' -> this.at - 2 > start && this.text.charAt(this.at - 2) == '(';
			case '+' -> this.at == start + 1 && this.text.startsWith("++", this.at) && letterAt(start);
			case '#' -> this.at == start + 1 && letterAt(start) && endsHere(this.at + 1);
			default -> false;
		};
	}

	/** As in {@code 401(k)}. */
	private boolean bracketedLetter() {
		return digitAt(this.at - 1) && letterAt(this.at + 1) && this.at + 2 < this.text.length()
				&& this.text.charAt(this.at + 2) == ')';
	}

	/** As in {@code U.S.} or {@code p.m.}. */
	private boolean insideAbbreviation(int start) {
		return letterAt(this.at - 1) && (this.at - 1 == start || this.text.charAt(this.at - 2) == '.')
				&& ((letterAt(this.at + 1) && !letterAt(this.at + 2))
						|| (this.at - 1 > start && !letterAt(this.at + 1)));
	}

	private void number(String raw) {
		add(Numerals.canonical(raw), Kind.NUMBER, LetterCase.LOWER);
	}

	private void mixed(String raw) {
		String folded = withoutAccents(raw).toLowerCase(Locale.ROOT).replaceAll("['().,-]", "");
		if (raw.indexOf('.') >= 0 && Character.isDigit(raw.charAt(0))) {
			folded = withoutAccents(raw).toLowerCase(Locale.ROOT).replace(",", "");
		}
		int leading = 0;
		while (leading < folded.length() && Character.isLetter(folded.charAt(leading))) {
			leading++;
		}
		String rest = folded.substring(leading);
		if (leading > 2 && rest.chars().allMatch(Character::isDigit)) {
			add(folded.substring(0, leading), Kind.WORD, letterCase(raw.substring(0, leading)));
			number(rest);
		}
		else if (leading == 1 && folded.startsWith("v") && !rest.isEmpty()
				&& rest.chars().allMatch(Character::isDigit)) {
			number(rest);
		}
		else {
			Numerals.split(folded).forEach((part) -> add(part, kindOf(part), LetterCase.LOWER));
		}
	}

	private static Kind kindOf(String part) {
		boolean digits = part.chars().anyMatch(Character::isDigit);
		boolean letters = part.chars().anyMatch(Character::isLetter);
		return (digits && letters) ? Kind.MIXED : digits ? Kind.NUMBER : Kind.WORD;
	}

	private void letters(String raw) {
		String bare = raw.replace(".", "");
		String folded = withoutAccents(bare).toLowerCase(Locale.ROOT);
		LetterCase letterCase = letterCase(bare);
		if (Character.UnicodeScript.of(folded.codePointAt(0)) != Character.UnicodeScript.LATIN) {
			add(folded, Kind.FOREIGN, letterCase);
			return;
		}
		List<String> parts = Lexicon.expand(folded);
		if (parts == null) {
			parts = expandEnding(folded);
		}
		if (parts.size() == 1 && letterCase == LetterCase.LOWER && followsNon(raw)) {
			Token non = this.tokens.remove(this.tokens.size() - 1);
			this.opens = non.opens();
			this.apart = non.apart();
			add("non" + parts.get(0), Kind.WORD, non.letterCase());
			return;
		}
		for (String part : parts) {
			add(part, Kind.WORD, part.equals(parts.get(0)) ? letterCase : LetterCase.LOWER);
		}
	}

	/** <i>Non-renewable</i> is one word. */
	private boolean followsNon(String raw) {
		int hyphen = this.at - raw.length() - 1;
		return hyphen > 0 && this.text.charAt(hyphen) == '-' && !this.tokens.isEmpty()
				&& this.tokens.get(this.tokens.size() - 1).is("non") && !this.apart;
	}

	private static List<String> expandEnding(String word) {
		int apostrophe = word.lastIndexOf('\'');
		if (apostrophe <= 0) {
			return List.of(word);
		}
		String base = word.substring(0, apostrophe);
		return switch (word.substring(apostrophe + 1)) {
			case "t" -> base.endsWith("n") ? List.of(base.substring(0, base.length() - 1), "not") : List.of(base, "t");
			case "re" -> List.of(base, "are");
			case "ve" -> List.of(base, "have");
			case "ll" -> List.of(base, "will");
			case "d" -> List.of(base, "would");
			case "s" -> List.of(base);
			default -> List.of(word.replace("'", ""));
		};
	}

	private void add(String word, Kind kind, LetterCase letterCase) {
		String stem = (kind == Kind.WORD) ? Lexicon.stem(word) : word;
		this.tokens.add(new Token(word, stem, kind, letterCase, this.opens, this.apart));
		this.opens = false;
		this.apart = false;
	}

	private static LetterCase letterCase(String raw) {
		int capitals = 0;
		for (int i = 0; i < raw.length(); i++) {
			capitals += Character.isUpperCase(raw.charAt(i)) ? 1 : 0;
		}
		if (capitals == 0) {
			return LetterCase.LOWER;
		}
		return (capitals > 1) ? LetterCase.UPPER : LetterCase.CAPITAL;
	}

	private static String withoutAccents(String word) {
		for (int i = 0; i < word.length(); i++) {
			if (word.charAt(i) > '\u007f') {
				return fromOtherAlphabets(word);
			}
		}
		return word;
	}

	/** Marks belong to the letter in other scripts, so only Latin letters lose them. */
	private static String fromOtherAlphabets(String word) {
		if (Character.UnicodeScript.of(word.codePointAt(0)) != Character.UnicodeScript.LATIN) {
			return word;
		}
		String decomposed = Normalizer.normalize(word, Normalizer.Form.NFD);
		StringBuilder bare = new StringBuilder(decomposed.length());
		decomposed.codePoints()
			.filter((codePoint) -> Character.getType(codePoint) != Character.NON_SPACING_MARK)
			.forEach(bare::appendCodePoint);
		return bare.toString();
	}

	private boolean letterAt(int index) {
		return index >= 0 && index < this.text.length() && Character.isLetter(this.text.charAt(index));
	}

	private boolean digitAt(int index) {
		return index >= 0 && index < this.text.length() && Character.isDigit(this.text.charAt(index));
	}

	private boolean threeDigitsAt(int index) {
		return digitAt(index) && digitAt(index + 1) && digitAt(index + 2) && !digitAt(index + 3);
	}

	private boolean endsHere(int index) {
		return index < 0 || index >= this.text.length() || Character.isWhitespace(this.text.charAt(index))
				|| "?!.,\"')".indexOf(this.text.charAt(index)) >= 0;
	}

}
