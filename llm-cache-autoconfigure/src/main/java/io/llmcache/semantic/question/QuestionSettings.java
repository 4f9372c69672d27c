package io.llmcache.semantic.question;

import io.llmcache.QuestionFamily;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

import io.llmcache.LlmCacheConfigurationException;

/**
 * What a user wants beyond the rules that are always on. Immutable.
 *
 * @param families families of rules to switch on
 * @param words the user's own pairs: a word or a phrase, found in any case, and what it
 * is the same as
 */
public record QuestionSettings(Set<QuestionFamily> families, Map<String, String> words) {

	/**
	 * Checks and copies.
	 * @throws LlmCacheConfigurationException for words that cannot be found in any prompt
	 * or have nothing to be the same as
	 */
	public QuestionSettings {
		families = Set.copyOf(families);
		words.forEach(QuestionSettings::check);
		words = Collections.unmodifiableMap(new LinkedHashMap<>(words));
	}

	/**
	 * The rules that are always on, and no others.
	 */
	public static QuestionSettings defaults() {
		return new QuestionSettings(Set.of(), Map.of());
	}

	/**
	 * These settings with other families on.
	 */
	public QuestionSettings withFamilies(QuestionFamily... families) {
		return new QuestionSettings(Set.of(families), this.words);
	}

	/**
	 * These settings with other words.
	 */
	public QuestionSettings withWords(Map<String, String> words) {
		return new QuestionSettings(this.families, words);
	}

	private static void check(String phrase, String same) {
		checkSide(phrase, phrase, "is empty");
		checkSide(phrase, same, "has nothing to be the same as");
	}

	private static void checkSide(String phrase, String side, String ifEmpty) {
		if (side == null || side.isBlank()) {
			throw refused(phrase, ifEmpty);
		}
		if (!Reading.isPlain(side.strip()) || side.chars().noneMatch(Character::isLetterOrDigit)
				|| side.strip().matches(".*[.,!?]( .*)?")) {
			throw refused(phrase, "has signs that no question has inside a phrase");
		}
	}

	static LlmCacheConfigurationException refused(String phrase, String problem) {
		return new LlmCacheConfigurationException("question word \"" + phrase + "\"", problem,
				"Give one or more words of letters and digits on both sides, such as \"sso\" and \"single sign-on\".");
	}

}
