package io.llmcache.semantic.guard;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The forms in which English writes a number. */
final class Numerals {

	private static final Map<String, Integer> WORDS = words();

	private static final Map<String, Integer> POWERS = Map.of("hundred", 2, "thousand", 3, "million", 6, "billion", 9,
			"trillion", 12);

	private static final Map<String, Integer> SUFFIXES = Map.of("k", 3, "bn", 9, "mn", 6);

	private static final int LONGEST = 24;

	private Numerals() {
	}

	/** Digits without group separators, leading zeros and a fraction of nothing. */
	static String canonical(String digits) {
		String bare = digits.replace(",", "");
		int dots = (int) bare.chars().filter((c) -> c == '.').count();
		if (dots > 1) {
			return bare;
		}
		StringBuilder ascii = new StringBuilder(bare.length());
		bare.codePoints()
			.forEach((c) -> ascii.append((c == '.') ? "." : String.valueOf(Math.max(0, Character.digit(c, 10)))));
		int from = 0;
		while (from < ascii.length() - 1 && ascii.charAt(from) == '0' && ascii.charAt(from + 1) != '.') {
			from++;
		}
		int dot = ascii.indexOf(".");
		int to = ascii.length();
		if (dot >= 0) {
			int end = to;
			while (end > dot + 1 && ascii.charAt(end - 1) == '0') {
				end--;
			}
			to = (end == dot + 1) ? dot : to;
		}
		return ascii.substring(from, to);
	}

	/**
	 * Letters and digits in one, such as {@code 25k}, {@code 2nd}, {@code 5kg},
	 * {@code 5s}.
	 */
	static List<String> split(String mixed) {
		int digits = 0;
		while (digits < mixed.length() && (Character.isDigit(mixed.charAt(digits)) || mixed.charAt(digits) == '.')) {
			digits++;
		}
		String suffix = mixed.substring(digits);
		if (digits == 0 || digits > LONGEST || suffix.chars().anyMatch((c) -> c == '.')) {
			return List.of(mixed);
		}
		String value = canonical(mixed.substring(0, digits));
		Integer power = SUFFIXES.get(suffix);
		if (power != null) {
			return List.of(scaled(value, power));
		}
		if (suffix.matches("st|nd|rd|th")) {
			return List.of(value);
		}
		if (suffix.matches("e\\d{1,2}")) {
			return List.of(scaled(value, Integer.parseInt(suffix.substring(1))));
		}
		return Units.isUnit(suffix) ? List.of(value, suffix) : List.of(mixed);
	}

	/**
	 * The tokens with number words, alone or in groups such as <i>two hundred and
	 * five</i>, turned into numbers. <i>One</i> and <i>once</i> stay words: they are
	 * seldom meant as a count.
	 */
	static List<Token> apply(List<Token> tokens) {
		List<Token> result = new ArrayList<>(tokens.size());
		int at = 0;
		while (at < tokens.size()) {
			int end = end(tokens, at);
			if (end == at) {
				result.add(tokens.get(at++));
			}
			else {
				String value = value(tokens, at, end);
				Token first = tokens.get(at);
				result.add(new Token(value, value, Token.Kind.NUMBER, Token.LetterCase.LOWER, first.opens(),
						first.apart()));
				at = end;
			}
		}
		return result;
	}

	private static int end(List<Token> tokens, int start) {
		Token first = tokens.get(start);
		boolean one = first.is("one") || first.is("a") || first.is("an");
		if (one && (start + 1 == tokens.size() || !POWERS.containsKey(singular(tokens.get(start + 1))))) {
			return start;
		}
		if (first.number() && (first.text().length() > LONGEST || start + 1 == tokens.size()
				|| !POWERS.containsKey(singular(tokens.get(start + 1))))) {
			return start;
		}
		if (!one && !first.number() && (!isNumeral(first) || isSecondOfTime(tokens, start))) {
			return start;
		}
		int end = start + 1;
		while (end < tokens.size() && continues(tokens, start, end)) {
			end++;
		}
		return end;
	}

	private static boolean continues(List<Token> tokens, int start, int at) {
		Token token = tokens.get(at);
		if (token.apart()) {
			return false;
		}
		if (POWERS.containsKey(singular(token))) {
			return true;
		}
		String before = singular(tokens.get(at - 1));
		if (token.is("and")) {
			return POWERS.containsKey(before) && at + 1 < tokens.size() && WORDS.containsKey(tokens.get(at + 1).text());
		}
		Integer value = WORDS.get(token.text());
		if (value == null || tokens.get(start).number() && at == start + 1) {
			return false;
		}
		Integer tens = WORDS.get(before);
		return POWERS.containsKey(before) || before.equals("and")
				|| (tens != null && tens >= 20 && tens % 10 == 0 && value < 10 && value > 0);
	}

	private static boolean isNumeral(Token token) {
		return WORDS.containsKey(token.text()) || (POWERS.containsKey(token.text()));
	}

	/**
	 * <i>A second</i>, <i>per second</i> against <i>the second card</i>; or no number at
	 * all, as in <i>second-hand</i>.
	 */
	private static boolean isSecondOfTime(List<Token> tokens, int at) {
		if (!tokens.get(at).is("second")) {
			return false;
		}
		if (at + 1 < tokens.size() && tokens.get(at + 1).is("hand")) {
			return true;
		}
		if (at == 0) {
			return false;
		}
		Token before = tokens.get(at - 1);
		boolean last = at + 1 == tokens.size() || !tokens.get(at + 1).content();
		return before.number() || before.is("per") || before.is("every") || before.is("each")
				|| ((before.is("a") || before.is("one")) && last);
	}

	private static String value(List<Token> tokens, int from, int to) {
		BigDecimal total = BigDecimal.ZERO;
		BigDecimal group = BigDecimal.ZERO;
		for (Token token : tokens.subList(from, to)) {
			Integer power = POWERS.get(singular(token));
			if (power == null) {
				group = group.add(plain(token));
			}
			else if (power == 2) {
				group = group.max(BigDecimal.ONE).scaleByPowerOfTen(2);
			}
			else {
				total = total.add(group.max(BigDecimal.ONE).scaleByPowerOfTen(power));
				group = BigDecimal.ZERO;
			}
		}
		return canonical(total.add(group).toPlainString());
	}

	private static BigDecimal plain(Token token) {
		if (token.number()) {
			return token.text().matches("\\d+(\\.\\d+)?") ? new BigDecimal(token.text()) : BigDecimal.ZERO;
		}
		return BigDecimal.valueOf((token.is("a") || token.is("an")) ? 0 : WORDS.getOrDefault(token.text(), 0));
	}

	static int roman(String numeral) {
		int value = 0;
		for (int i = 0; i < numeral.length(); i++) {
			int digit = romanDigit(numeral.charAt(i));
			boolean less = i + 1 < numeral.length() && digit < romanDigit(numeral.charAt(i + 1));
			value += less ? -digit : digit;
		}
		return value;
	}

	private static int romanDigit(char digit) {
		return switch (digit) {
			case 'i' -> 1;
			case 'v' -> 5;
			default -> 10;
		};
	}

	private static String singular(Token token) {
		String text = token.text();
		return (text.endsWith("s") && POWERS.containsKey(text.substring(0, text.length() - 1)))
				? text.substring(0, text.length() - 1) : text;
	}

	private static String scaled(String value, int power) {
		return value.matches("\\d+(\\.\\d+)?")
				? canonical(new BigDecimal(value).scaleByPowerOfTen(power).toPlainString()) : value;
	}

	private static Map<String, Integer> words() {
		Map<String, Integer> words = new HashMap<>();
		for (String line : WordLists.lines("numerals.txt")) {
			List<String> sides = WordLists.split(line, "=");
			WordLists.split(sides.get(1), ",").forEach((word) -> words.put(word, Integer.valueOf(sides.get(0))));
		}
		return Map.copyOf(words);
	}

}
