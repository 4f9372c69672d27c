package io.llmcache.semantic;

/**
 * Puts a question into a form that is equal for questions that ask the same in other
 * words. Equality of two forms is taken for equality of the questions, so a form must
 * keep whatever could change the answer. Deterministic across JVMs and releases of the
 * same {@link #id()}, linear in the length of the text, thread-safe.
 */
public interface QuestionNormaliser {

	/**
	 * Names language, rules and their version: forms of different ids are never compared.
	 */
	String id();

	/**
	 * The form of a question.
	 * @param prompt the question as it was asked
	 * @return the form; the prompt itself where nothing is known of its language; never
	 * empty unless the prompt is
	 */
	String canonical(String prompt);

}
