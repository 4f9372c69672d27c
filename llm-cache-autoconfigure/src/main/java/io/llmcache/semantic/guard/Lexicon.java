package io.llmcache.semantic.guard;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/** What is known of single English words. */
final class Lexicon {

	private static final Set<String> FUNCTION_WORDS = WordLists.words("function-words.txt");

	private static final Set<String> FOREIGN_WORDS = WordLists.words("foreign-words.txt");

	private static final Map<String, List<String>> CONTRACTIONS = contractions();

	private static final Map<String, String> IRREGULAR = forms("irregular.txt");

	private static final Set<String> PASTS = WordLists.words("pasts.txt");

	private static final Map<String, String> SPELLINGS = forms("spellings.txt");

	private static final int SHORTEST_STEM = 3;

	private Lexicon() {
	}

	static boolean isFunctionWord(String word) {
		return FUNCTION_WORDS.contains(word);
	}

	static boolean isForeignWord(String word) {
		return FOREIGN_WORDS.contains(word);
	}

	static @Nullable List<String> expand(String contraction) {
		return CONTRACTIONS.get(contraction);
	}

	/** Whether it can be the past of a verb, as far as its ending or a list tells. */
	static boolean isPast(String word) {
		return PASTS.contains(word) || (word.length() > 4 && word.endsWith("ed") && !word.endsWith("eed"));
	}

	/** The same for all inflections and spellings of a word; not itself a word. */
	static String stem(String word) {
		String base = IRREGULAR.get(word);
		if (base != null) {
			return spell(base);
		}
		if (isFunctionWord(word)) {
			return spell(word);
		}
		String stem = strip(word);
		return spell(word.equals(stem + "s") ? IRREGULAR.getOrDefault(stem, stem) : stem);
	}

	private static String spell(String stem) {
		String same = SPELLINGS.get(stem);
		if (same != null) {
			return same;
		}
		if (stem.length() > 4 && (stem.endsWith("iz") || stem.endsWith("yz"))) {
			return stem.substring(0, stem.length() - 1) + "s";
		}
		return stem;
	}

	private static String strip(String word) {
		String stem = withoutPlural(word);
		int length = stem.length();
		if (stem.endsWith("ied") && length > 4) {
			return stem.substring(0, length - 3) + "y";
		}
		if (stem.endsWith("ed") && hasVowel(stem, length - 2) && length > 3 && !stem.endsWith("eed")) {
			return withoutEnding(stem, 2);
		}
		if (stem.endsWith("ing") && hasVowel(stem, length - 3) && length > 4) {
			return withoutEnding(stem, 3);
		}
		return withoutMuteE(stem);
	}

	private static String withoutPlural(String word) {
		int length = word.length();
		if (length <= SHORTEST_STEM || !word.endsWith("s") || word.endsWith("ss") || word.endsWith("us")
				|| word.endsWith("is")) {
			return word;
		}
		if (word.endsWith("ies")) {
			return (length > 4) ? word.substring(0, length - 3) + "y" : word.substring(0, length - 1);
		}
		if (word.endsWith("sses") || word.endsWith("xes") || word.endsWith("zzes") || word.endsWith("ches")
				|| word.endsWith("shes")) {
			return word.substring(0, length - 2);
		}
		return word.substring(0, length - 1);
	}

	private static String withoutEnding(String word, int ending) {
		String stem = word.substring(0, word.length() - ending);
		int length = stem.length();
		if (length < SHORTEST_STEM) {
			return stem + "e";
		}
		char last = stem.charAt(length - 1);
		if (length > SHORTEST_STEM && last == stem.charAt(length - 2) && "lsz".indexOf(last) < 0) {
			return stem.substring(0, length - 1);
		}
		if (length == SHORTEST_STEM && "wxy".indexOf(last) < 0 && !isVowel(last) && isVowel(stem.charAt(1))
				&& !isVowel(stem.charAt(0))) {
			return stem + "e";
		}
		return withoutMuteE(stem);
	}

	private static String withoutMuteE(String stem) {
		return (stem.length() > 4 && stem.endsWith("e")) ? stem.substring(0, stem.length() - 1) : stem;
	}

	private static boolean hasVowel(String word, int end) {
		for (int i = 0; i < end; i++) {
			if (isVowel(word.charAt(i)) || word.charAt(i) == 'y') {
				return true;
			}
		}
		return false;
	}

	private static boolean isVowel(char letter) {
		return "aeiou".indexOf(letter) >= 0;
	}

	private static Map<String, List<String>> contractions() {
		Map<String, List<String>> contractions = new HashMap<>();
		for (String line : WordLists.lines("contractions.txt")) {
			List<String> sides = WordLists.split(line, "=");
			for (String form : WordLists.split(sides.get(0), ",")) {
				contractions.put(form, WordLists.split(sides.get(1), " "));
			}
		}
		return Map.copyOf(contractions);
	}

	/** Other forms by their base, both as stems. */
	private static Map<String, String> forms(String name) {
		Map<String, String> forms = new HashMap<>();
		for (String line : WordLists.lines(name)) {
			List<String> sides = WordLists.split(line, "=");
			String base = strip(sides.get(0));
			for (String form : WordLists.split(sides.get(1), ",")) {
				forms.put(form, base);
				forms.putIfAbsent(strip(form), base);
			}
		}
		return Map.copyOf(forms);
	}

}
