package io.llmcache;

/**
 * Whether questions that ask the same in other words are recognised by their canonical
 * form, before anything is embedded.
 */
public enum QuestionKey {

	/** By the rules for English; a bean of a normaliser for another language wins. */
	EN,

	/** Not at all. */
	OFF

}
