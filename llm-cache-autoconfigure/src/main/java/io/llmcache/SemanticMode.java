package io.llmcache;

/**
 * What is done with an answer to the same question in other words.
 */
public enum SemanticMode {

	/** Whatever is set one level up; the default of annotations and requests. */
	INHERIT,

	/** It is not looked for. */
	OFF,

	/**
	 * It is looked for and compared with what the model says, but not served: to see what
	 * serving would do.
	 */
	SHADOW,

	/** It is served. */
	SERVE

}
