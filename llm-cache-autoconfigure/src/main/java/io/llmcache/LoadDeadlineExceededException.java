package io.llmcache;

import java.time.Duration;

/**
 * Told to callers that waited for another caller's load when that load did not end within
 * {@code llm.cache.load-deadline}.
 */
public class LoadDeadlineExceededException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates the exception.
	 * @param cache name of the cache
	 * @param deadline the time allowed
	 */
	public LoadDeadlineExceededException(String cache, Duration deadline) {
		super("The load that this call waited for in cache '" + cache + "' did not end within " + deadline
				+ " (llm.cache.load-deadline)");
	}

}
