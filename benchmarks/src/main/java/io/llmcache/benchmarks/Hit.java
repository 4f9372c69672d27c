package io.llmcache.benchmarks;

import java.util.Locale;

/**
 * A question of a stream that was answered from the cache.
 *
 * @param asked the question
 * @param answered the question whose answer it got
 * @param way how it was found
 * @param cosine of the two; NaN where it was not looked at
 */
record Hit(LabelledText asked, LabelledText answered, Way way, double cosine) {

	/** How an answer is found. */
	enum Way {

		/** The same words again. */
		REPEAT,

		/** Other words with the same key. */
		KEY,

		/** A vector near enough, and no guard against it. */
		COSINE;

		@Override
		public String toString() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	/** Whether the labels say that the answer is another one's. */
	boolean isWrong() {
		return !this.asked.label().equals(this.answered.label());
	}

}
