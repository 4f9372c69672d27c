package io.llmcache.sample.model;

import org.jspecify.annotations.Nullable;

/**
 * The model gave no answer. The message never holds the question.
 */
public class ModelException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message what went wrong
	 * @param cause why, or null
	 */
	public ModelException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
