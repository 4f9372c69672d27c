package io.llmcache.key;

import io.llmcache.Normalise;

/**
 * Prompts as they are compared.
 */
final class PromptText {

	private PromptText() {
	}

	/**
	 * The text without the differences that do not count. Works on code points and knows
	 * no locale.
	 */
	static String normalised(String text, Normalise normalise) {
		if (normalise == Normalise.NONE) {
			return text;
		}
		boolean fold = normalise == Normalise.WHITESPACE_CASE;
		StringBuilder result = new StringBuilder(text.length());
		boolean gap = false;
		for (int i = 0; i < text.length();) {
			int character = text.codePointAt(i);
			i += Character.charCount(character);
			if (Character.isWhitespace(character) || Character.isSpaceChar(character)) {
				gap = true;
				continue;
			}
			if (gap && !result.isEmpty()) {
				result.append(' ');
			}
			gap = false;
			// Both ways, as equalsIgnoreCase does: some letters have two lower cases.
			result.appendCodePoint(fold ? Character.toLowerCase(Character.toUpperCase(character)) : character);
		}
		return result.toString();
	}

}
