package io.llmcache.key;

import org.jspecify.annotations.Nullable;

/**
 * One request, as the cache sees it.
 *
 * @param cache name of the cache
 * @param version the joined prompt version
 * @param digest the exact key: scope and prompt
 * @param scope digest of everything but the prompt
 * @param tenant digest of the tenant; null when there is none
 * @param prompt the normalised prompt text, empty when the operation has none; never
 * written, logged or tagged
 */
public record CacheKey(String cache, String version, Digest digest, Digest scope, @Nullable Digest tenant,
		String prompt) implements Keyed {

	/** Leaves the prompt out. */
	@Override
	public String toString() {
		return this.cache + ":" + this.version + ":" + this.digest;
	}

}
