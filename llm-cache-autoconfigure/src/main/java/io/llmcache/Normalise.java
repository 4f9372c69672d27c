package io.llmcache;

/**
 * What is evened out in the prompt text before it becomes part of the key. Other
 * arguments are never touched.
 */
public enum Normalise {

	/** Nothing: prompts are equal when their characters are. */
	NONE,

	/** Runs of white space become one blank, leading and trailing ones go. */
	WHITESPACE,

	/** As {@link #WHITESPACE}, and upper and lower case are one. */
	WHITESPACE_CASE

}
