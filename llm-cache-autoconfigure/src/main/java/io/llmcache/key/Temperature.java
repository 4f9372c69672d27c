package io.llmcache.key;

import org.jspecify.annotations.Nullable;

/**
 * What a sampling temperature means.
 */
final class Temperature {

	/** The name by which an argument is taken for one. */
	static final String NAME = "temperature";

	private Temperature() {
	}

	/**
	 * Whether it asks for varied answers; NaN does, an unknown one does not.
	 */
	static boolean varies(@Nullable Number temperature) {
		return temperature != null && !(temperature.doubleValue() <= 0);
	}

}
