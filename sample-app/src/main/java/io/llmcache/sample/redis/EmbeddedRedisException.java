package io.llmcache.sample.redis;

import org.jspecify.annotations.Nullable;

/**
 * The embedded Redis cannot be had.
 */
public class EmbeddedRedisException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param message what went wrong
	 * @param cause why, or null
	 */
	public EmbeddedRedisException(String message, @Nullable Throwable cause) {
		super(message, cause);
	}

}
