package io.llmcache;

import java.util.Locale;

/**
 * Families of rules of the question key that are off unless asked for: right in most
 * houses, wrong in some.
 */
public enum QuestionFamily {

	/** "The best (fastest, easiest) way to X" is "how to X". */
	BEST_WAY,

	/** "I want to X" and "help me X" are "how to X": right for support desks. */
	WANT_TO,

	/** "Explain X" and "describe X" are "what is X". */
	EXPLAIN_AS_WHAT_IS,

	/** "My" and "your" are the same. */
	MY_YOUR,

	/** "Cards" is "card": light, plural endings only. */
	STEMMING;

	/** The name that rules, examples and settings use, such as {@code best-way}. */
	public String label() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
