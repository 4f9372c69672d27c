package io.llmcache.observe;

import io.llmcache.CacheCall;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * A call under observation.
 */
public final class CallContext extends Observation.Context {

	private final String cache;

	private final String operation;

	private @Nullable CacheCall<?> call;

	CallContext(String cache, String operation) {
		this.cache = cache;
		this.operation = operation;
	}

	/**
	 * Name of the cache.
	 */
	public String cache() {
		return this.cache;
	}

	/**
	 * Name of the operation.
	 */
	public String operation() {
		return this.operation;
	}

	/**
	 * What became of it; null while it runs and when it failed. The value in it is not to
	 * be written anywhere.
	 */
	public @Nullable CacheCall<?> call() {
		return this.call;
	}

	void end(CacheCall<?> call) {
		this.call = call;
	}

}
