package io.llmcache.intercept;

import io.llmcache.CacheCall;

/**
 * Looks at each call from outside, to trace it. Thread-safe.
 */
public interface CallObserver {

	/** Looks away. */
	CallObserver NONE = (cache, operation) -> Observed.NOTHING;

	/**
	 * A call begins.
	 * @param cache name of the cache
	 * @param operation name of the operation
	 */
	Observed begin(String cache, String operation);

	/** A call under observation. */
	interface Observed {

		/** Seen by nobody. */
		Observed NOTHING = new Observed() {

			@Override
			public void beforeLoad() {
			}

			@Override
			public void end(CacheCall<?> call) {
			}

			@Override
			public void fail(Throwable error) {
			}

		};

		/**
		 * It calls the model next, on this thread: what happens there is part of it.
		 */
		void beforeLoad();

		/**
		 * It has its answer; the value is not to be looked at.
		 * @param call the answer
		 */
		void end(CacheCall<?> call);

		/**
		 * It has failed.
		 * @param error what the caller gets
		 */
		void fail(Throwable error);

	}

}
