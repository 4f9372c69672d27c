package io.llmcache.semantic.guard;

import java.util.ArrayList;
import java.util.List;

import io.llmcache.semantic.guard.Token.Kind;
import io.llmcache.semantic.guard.Token.LetterCase;

/** Other names of the same thing, such as <i>USA</i> and <i>United States</i>. */
final class Aliases {

	private static final Phrases<Alias> ALIASES = read();

	private Aliases() {
	}

	/** Puts one name for all that are known to mean the same. */
	static List<Token> apply(List<Token> tokens) {
		List<Token> result = new ArrayList<>(tokens.size());
		ALIASES.walk(tokens, (match, matched) -> {
			Alias alias = match.meaning();
			if (alias == null || (alias.upperCase() && matched.get(0).letterCase() != LetterCase.UPPER)) {
				result.addAll(matched);
			}
			else {
				Token first = matched.get(0);
				for (String word : alias.words()) {
					boolean begins = word.equals(alias.words().get(0));
					result.add(new Token(word, Lexicon.stem(word), Kind.WORD, first.letterCase(),
							begins && first.opens(), begins && first.apart()));
				}
			}
		});
		return result;
	}

	private static Phrases<Alias> read() {
		Phrases<Alias> aliases = new Phrases<>(Token::stem);
		for (String line : WordLists.lines("aliases.txt")) {
			List<String> sides = WordLists.split(line, "=");
			List<String> words = WordLists.split(sides.get(0), " ");
			for (String variant : WordLists.split(sides.get(1), ",")) {
				aliases.put(new Tokeniser(Tokeniser.fold(variant)).tokens(), new Alias(words, variant.equals("US")));
			}
		}
		return aliases;
	}

	private record Alias(List<String> words, boolean upperCase) {

	}

}
