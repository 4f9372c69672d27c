package io.llmcache;

/**
 * What the cache does with a request that does not show a temperature.
 */
public enum UnknownTemperature {

	/** Cached: the annotation says that the answer may be reused. */
	CACHE,

	/** Bypassed, for houses that must see a temperature of zero. */
	BYPASS

}
