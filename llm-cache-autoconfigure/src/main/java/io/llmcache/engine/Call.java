package io.llmcache.engine;

import io.llmcache.CachePolicy;
import io.llmcache.key.CacheKey;

/**
 * One request and the policy of its operation.
 *
 * @param key the request
 * @param policy the policy
 */
public record Call(CacheKey key, CachePolicy policy) {

}
