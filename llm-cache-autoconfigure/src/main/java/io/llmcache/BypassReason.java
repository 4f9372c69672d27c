package io.llmcache;

/**
 * Why a request went past the cache.
 */
public enum BypassReason {

	/** {@link LlmCached#condition()} was false. */
	CONDITION,

	/** An expression of the annotation failed. */
	EXPRESSION,

	/** The request asks for varied answers. */
	SAMPLING,

	/** The request offers tools to the model. */
	TOOLS,

	/** An argument has no canonical form. */
	UNKEYABLE,

	/** The arguments are larger than {@code llm.cache.max-key-input}. */
	KEY_TOO_LARGE,

	/** A tenant is required and the request has none. */
	TENANT,

	/** The same request is being loaded by this very thread. */
	RECURSION,

	/** The answer awaited from another caller cannot be handed on. */
	UNSHAREABLE,

	/** The load awaited did not end within {@code llm.cache.load-deadline}. */
	DEADLINE,

	/** Redis does not answer. */
	UNAVAILABLE

}
