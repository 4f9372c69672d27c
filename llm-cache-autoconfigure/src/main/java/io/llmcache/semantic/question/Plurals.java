package io.llmcache.semantic.question;

/**
 * Takes regular plural endings off words: nothing else, since "charged" and "charging"
 * rarely ask the same.
 */
final class Plurals {

	private static final int SHORTEST = 4;

	private Plurals() {
	}

	static String singular(String word) {
		if (word.length() < SHORTEST || !word.endsWith("s") || word.endsWith("ss") || word.endsWith("us")
				|| word.endsWith("is") || word.endsWith("'s") || !word.chars().allMatch(Character::isLowerCase)) {
			return word;
		}
		if (word.endsWith("ies") && word.length() > SHORTEST) {
			return word.substring(0, word.length() - 3) + "y";
		}
		boolean hissing = word.endsWith("xes") || word.endsWith("shes") || word.endsWith("ches")
				|| word.endsWith("sses");
		return word.substring(0, word.length() - (hissing ? 2 : 1));
	}

}
