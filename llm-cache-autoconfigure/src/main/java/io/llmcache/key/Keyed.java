package io.llmcache.key;

import io.llmcache.BypassReason;

/**
 * A request that has a key, or the reason why it has none.
 */
public sealed interface Keyed permits CacheKey, Keyed.None {

	/**
	 * No key.
	 *
	 * @param reason why
	 * @param remedy what the user can do about it, naming types and parameters but no
	 * values; logged once per method and reason
	 */
	record None(BypassReason reason, String remedy) implements Keyed {

	}

}
