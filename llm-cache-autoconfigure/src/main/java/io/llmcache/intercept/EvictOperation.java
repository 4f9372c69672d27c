package io.llmcache.intercept;

import java.util.function.Function;

import io.llmcache.CachePolicy;
import io.llmcache.intercept.CachedOperation.Expressions;
import io.llmcache.key.CacheKey;
import io.llmcache.key.Digest;
import io.llmcache.key.KeyScheme;
import io.llmcache.key.Keyed;
import io.llmcache.key.OperationKeys;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a method evicts once it has returned.
 */
sealed interface EvictOperation {

	/**
	 * Evicts for a call.
	 * @param arguments the arguments of the call
	 * @param eraser does it
	 */
	void evict(@Nullable Object[] arguments, Eraser eraser);

	/** Everything in a cache. */
	record All(String cache) implements EvictOperation {

		@Override
		public void evict(@Nullable Object[] arguments, Eraser eraser) {
			eraser.clear(this.cache, null);
		}

	}

	/** Everything of a tenant in a cache. */
	record OfTenant(String cache, Function<@Nullable Object[], @Nullable Object> tenant,
			KeyScheme keys) implements EvictOperation {

		@Override
		public void evict(@Nullable Object[] arguments, Eraser eraser) {
			Digest digest = this.keys.tenantOf(this.tenant.apply(arguments));
			if (digest == null) {
				throw new IllegalArgumentException("The tenant whose answers are to be evicted is not given");
			}
			eraser.clear(this.cache, digest);
		}

	}

	/** The answer to one request. */
	record One(CachePolicy policy, OperationKeys keys, Expressions expressions) implements EvictOperation {

		private static final Logger logger = LoggerFactory.getLogger(EvictOperation.class);

		@Override
		public void evict(@Nullable Object[] arguments, Eraser eraser) {
			Keyed keyed = this.keys.key(arguments, this.expressions.given(arguments));
			if (keyed instanceof CacheKey key) {
				eraser.evict(key.cache(), key.version(), key.digest());
			}
			else {
				logger.warn("Nothing evicted: {}", ((Keyed.None) keyed).remedy());
			}
		}

	}

}
