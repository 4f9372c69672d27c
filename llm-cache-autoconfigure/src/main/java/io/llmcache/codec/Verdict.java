package io.llmcache.codec;

/**
 * Whether an answer is one to keep. Anything but {@link #STORABLE} and {@link #EMPTY} is
 * never stored; empty answers are when the cache is told to.
 */
public enum Verdict {

	/** A whole answer. */
	STORABLE,

	/** Blank text, or a collection, map, array or optional with nothing in it. */
	EMPTY,

	/** The model stopped for want of tokens: the next try may well be whole. */
	TRUNCATED,

	/** A content filter cut or withheld the answer. */
	FILTERED,

	/** The model declined to answer. */
	REFUSED,

	/** The answer asks for a tool to be called: a step on the way, not an answer. */
	TOOL_CALL

}
