package io.llmcache.engine;

import io.llmcache.CachePolicy;
import io.llmcache.key.CacheKey;
import io.llmcache.key.Digest;
import io.llmcache.store.Entry;

/**
 * One request and the policy of its operation.
 *
 * @param key the request
 * @param policy the policy
 */
public record Call(CacheKey key, CachePolicy policy) {

	/**
	 * The call as if another question of the same scope had been asked.
	 * @param target digest of that question
	 */
	Call answeredBy(Digest target) {
		return new Call(
				new CacheKey(this.key.cache(), this.key.version(), target, this.key.scope(), this.key.tenant(), ""),
				this.policy);
	}

	/**
	 * Whether the policy lets an entry be served at all, fresh or stale, whatever the
	 * entry itself says: anybody can write to Redis, and the policy may have changed.
	 */
	boolean admits(Entry entry, long now) {
		return now < entry.started() + this.policy.maxAge().toMillis()
				&& entry.payloadLength() <= this.policy.maxEntryBytes();
	}

}
