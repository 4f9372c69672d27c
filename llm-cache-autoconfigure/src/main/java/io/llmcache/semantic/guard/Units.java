package io.llmcache.semantic.guard;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/** Units of measure and of money, by any of their names. */
final class Units {

	private static final Map<String, String> NAMES = names();

	private static final Set<String> SYMBOLS = WordLists.lines("units.txt")
		.stream()
		.filter((line) -> line.startsWith("symbols:"))
		.flatMap((line) -> WordLists.split(line.substring(line.indexOf(':') + 1), ",").stream())
		.collect(Collectors.toUnmodifiableSet());

	private static final Map<String, String> CURRENCIES = Map.of("usd", "$", "eur", "\u20ac", "gbp", "\u00a3", "jpy",
			"\u00a5", "inr", "\u20b9");

	private Units() {
	}

	static boolean isUnit(String word) {
		return NAMES.containsKey(word);
	}

	/** The tokens with codes of currencies beside a number turned into their signs. */
	static List<Token> apply(List<Token> tokens) {
		List<Token> result = new ArrayList<>(tokens);
		for (int i = 0; i < tokens.size(); i++) {
			Token token = tokens.get(i);
			boolean counted = (i > 0 && tokens.get(i - 1).number())
					|| (i + 1 < tokens.size() && tokens.get(i + 1).number());
			String sign = counted ? CURRENCIES.get(token.text()) : null;
			if (sign != null) {
				result.set(i,
						new Token(sign, sign, Token.Kind.SIGN, Token.LetterCase.LOWER, token.opens(), token.apart()));
			}
		}
		return result;
	}

	/** The one name of a unit. */
	static @Nullable String canonical(Token token) {
		String name = NAMES.get(token.text());
		return (name != null) ? name : NAMES.get(token.stem());
	}

	/** Whether it means a unit only beside a number. */
	static boolean needsNumber(Token token) {
		return SYMBOLS.contains(token.text());
	}

	private static Map<String, String> names() {
		Map<String, String> names = new HashMap<>();
		for (String line : WordLists.lines("units.txt")) {
			if (line.startsWith("symbols:")) {
				continue;
			}
			List<String> sides = WordLists.split(line, "=");
			for (String name : WordLists.split(sides.get(1), ",")) {
				names.put(name, sides.get(0));
				names.putIfAbsent(Lexicon.stem(name), sides.get(0));
			}
		}
		return Map.copyOf(names);
	}

}
