package io.llmcache.semantic;

/**
 * A text has no vector now; the call goes on without the semantic layer. Neither the
 * message nor a cause repeats what the model said: providers quote the text in their
 * errors.
 */
public final class EmbeddingException extends Exception {

	private static final long serialVersionUID = 1L;

	private final Reason reason;

	EmbeddingException(Reason reason, String message) {
		// While a model is down one is thrown a call, always from the same place.
		super(message, null, false, false);
		this.reason = reason;
	}

	/**
	 * Why there is no vector.
	 */
	public Reason reason() {
		return this.reason;
	}

	/**
	 * Why there is no vector.
	 */
	public enum Reason {

		/**
		 * The text is blank or longer than what the model sees the whole of, or the model
		 * does not take it.
		 */
		UNSUITABLE_TEXT,

		/** The model has failed several times in a row and is not asked for a while. */
		UNAVAILABLE,

		/** All threads are at work and the queue is full. */
		BUSY,

		/** The model did not answer in time. */
		TIMED_OUT,

		/** The model threw. */
		FAILED,

		/** The model's classes or native code cannot be loaded. */
		NOT_LOADABLE,

		/** What the model returned is no vector of its dimension. */
		UNUSABLE_VECTOR,

		/** The caller was interrupted; its flag is set again. */
		INTERRUPTED,

		/** The application is closing. */
		CLOSED

	}

}
