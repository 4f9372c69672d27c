package io.llmcache.key;

import io.llmcache.BypassReason;

/**
 * Ends the writing of a canonical form. Without a stack trace: it is an outcome, and on
 * the path of every call of some methods.
 */
final class Unkeyable extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final BypassReason reason;

	/**
	 * Creates the exception.
	 * @param reason why there is no key
	 * @param message what is wrong and what to do, naming types but no values
	 */
	Unkeyable(BypassReason reason, String message) {
		super(message, null, false, false);
		this.reason = reason;
	}

	Unkeyable(String message) {
		this(BypassReason.UNKEYABLE, message);
	}

	BypassReason reason() {
		return this.reason;
	}

	@Override
	public String getMessage() {
		return String.valueOf(super.getMessage());
	}

}
