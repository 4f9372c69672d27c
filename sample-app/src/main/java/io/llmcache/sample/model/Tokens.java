package io.llmcache.sample.model;

/**
 * Tokens that a model has read and written.
 *
 * @param prompt number read
 * @param completion number written
 */
public record Tokens(long prompt, long completion) {

	/** No tokens. */
	public static final Tokens NONE = new Tokens(0, 0);

	// What English text comes to with the usual tokenisers.
	private static final int CHARACTERS_PER_TOKEN = 4;

	/**
	 * About what a model would use for an answer, instructions included.
	 * @param question the question
	 * @param answer the answer
	 */
	public static Tokens estimate(String question, String answer) {
		return new Tokens(count(Instructions.TEXT) + count(question), count(answer));
	}

	/**
	 * All of them.
	 */
	public long total() {
		return this.prompt + this.completion;
	}

	private static int count(String text) {
		return (text.length() + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN;
	}

}
