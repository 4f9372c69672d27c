package io.llmcache.autoconfigure;

import java.time.Duration;

import io.llmcache.LlmCacheConfigurationException;
import io.llmcache.store.DerivedConnectionFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * The connections that the cache uses: the user's own for it, else derived from the
 * application's. Not a bean of type {@code RedisConnectionFactory}, which would get into
 * the way of the application's.
 *
 * @param factory the connections
 * @param owned whether they end with the cache
 */
record CacheConnections(RedisConnectionFactory factory, boolean owned) implements AutoCloseable {

	static CacheConnections of(ObjectProvider<RedisConnectionFactory> qualified,
			ObjectProvider<RedisConnectionFactory> applications, Duration timeout, Duration reconnect) {
		RedisConnectionFactory given = qualified.getIfAvailable();
		if (given != null) {
			return new CacheConnections(given, false);
		}
		RedisConnectionFactory application = applications.getIfAvailable();
		if (application == null) {
			throw new LlmCacheConfigurationException("llm.cache", "there is no RedisConnectionFactory",
					"Set spring.data.redis.* and leave Boot's auto-configuration of Redis on, or provide a "
							+ "RedisConnectionFactory.");
		}
		if (!(application instanceof LettuceConnectionFactory lettuce)) {
			throw new LlmCacheConfigurationException("llm.cache",
					application.getClass().getName() + " is not a Lettuce connection factory, so no connection with "
							+ "short time-outs can be derived from it",
					"Use Lettuce (spring.data.redis.client-type=lettuce), or provide a LettuceConnectionFactory for the "
							+ "cache: a bean with @LlmCacheRedis and defaultCandidate = false.");
		}
		return new CacheConnections(DerivedConnectionFactory.from(lettuce, timeout, reconnect), true);
	}

	@Override
	public void close() {
		if (this.owned && this.factory instanceof LettuceConnectionFactory lettuce) {
			lettuce.destroy();
		}
	}

}
