package io.llmcache.codec;

/**
 * A value that has no faithful stored form, or bytes that are not the stored form of a
 * value. The message names classes and properties, never anything of the value; there is
 * no cause, because the messages of parsers quote what they read.
 */
public class CodecException extends Exception {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message what went wrong and, where there is one, the remedy; without any
	 * content of the value
	 */
	public CodecException(String message) {
		super(message);
	}

}
