package io.llmcache.key;

import org.jspecify.annotations.Nullable;

/**
 * Tells on whose behalf the current call is made, where neither a parameter nor an
 * expression does: from the security context, say. Called on the thread of the caller
 * once per request; must be quick and thread-safe.
 */
@FunctionalInterface
public interface TenantResolver {

	/**
	 * The tenant of the current call; null or blank when there is none. Only a digest of
	 * it is ever written. When this throws, the call goes past the cache.
	 */
	@Nullable String tenant();

}
