package io.llmcache.semantic.question;

import java.util.Locale;

/**
 * Families of rules that are off unless asked for, because what they take for the same
 * question is so for some users only.
 */
public enum QuestionFamily {

	/** "What is the best / fastest way to X" asks how to X. */
	BEST_WAY,

	/** "I want to X" and "help me X" ask how to X: fits a support desk, not an agent. */
	WANT_TO,

	/** "Explain X" and "describe X" ask what X is. */
	EXPLAIN_AS_WHAT_IS,

	/** "Your card" is "my card": fits where both mean the customer's. */
	MY_YOUR,

	/** "Cards" is "card": light, plural endings only. */
	STEMMING;

	/** The name that rules, examples and settings use, such as {@code best-way}. */
	public String label() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
