package io.llmcache.sample.model;

/**
 * Answers questions; slow and paid for by the token. Thread-safe.
 */
public interface LanguageModel {

	/**
	 * The model's name, for people.
	 */
	String name();

	/**
	 * Asks the model.
	 * @param question the question
	 * @throws ModelException when there is no answer to be had
	 */
	Reply reply(String question);

	/**
	 * An answer of the model.
	 *
	 * @param text the answer
	 * @param tokens what it took
	 */
	record Reply(String text, Tokens tokens) {

	}

}
