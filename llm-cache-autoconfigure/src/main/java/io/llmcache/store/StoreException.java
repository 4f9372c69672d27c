package io.llmcache.store;

import org.jspecify.annotations.Nullable;

/**
 * Redis did not do what it was asked; the call goes on without it. Carries no stack
 * trace: during an outage it is thrown for every call.
 */
public abstract sealed class StoreException extends Exception {

	private static final long serialVersionUID = 1L;

	private StoreException(String message, @Nullable Throwable cause) {
		super(message, cause, false, false);
	}

	/**
	 * No answer: no connection, a time-out, or the breaker is open.
	 */
	public static final class Unavailable extends StoreException {

		private static final long serialVersionUID = 1L;

		Unavailable(String message, @Nullable Throwable cause) {
			super(message, cause);
		}

	}

	/**
	 * An error reply: out of memory, read-only, no permission, loading, …
	 */
	public static final class Refused extends StoreException {

		private static final long serialVersionUID = 1L;

		Refused(String message, @Nullable Throwable cause) {
			super(message, cause);
		}

	}

}
