package io.llmcache.semantic;

/**
 * Turns text into vectors. A bean of this type is what the semantic layer embeds with;
 * Spring AI's and LangChain4j's models are adapted to it by themselves. Called from a
 * pool of its own with a time-out, never twice for one call. Thread-safe.
 */
public interface Embedder {

	/**
	 * Names the model, its size and its quantisation, {@code bge-small-en-v1.5-q} for
	 * one. Part of everything stored: vectors of different ids are never compared, and a
	 * threshold belongs to an id.
	 */
	String id();

	/**
	 * Number of components of every vector.
	 */
	int dimension();

	/**
	 * The vector of a text: {@code float[dimension]} of any length but zero. Blocks.
	 * @param text the text, not empty
	 * @throws IllegalArgumentException when the model does not take this text; the call
	 * then goes on without the semantic layer
	 * @throws RuntimeException when the model does not answer; so does the call, and
	 * after several in a row the model is left alone for a while
	 */
	float[] embed(String text);

	/**
	 * The longest text, in characters, that the model sees the whole of. What lies behind
	 * its window cannot be compared, so longer prompts are not embedded.
	 */
	default int maxCharacters() {
		return 2_000;
	}

}
