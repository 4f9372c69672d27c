package io.llmcache.autoconfigure;

import java.time.Duration;

import io.llmcache.store.DerivedConnectionFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

	private static final Logger logger = LoggerFactory.getLogger(CacheConnections.class);

	static CacheConnections of(ObjectProvider<RedisConnectionFactory> qualified,
			ObjectProvider<RedisConnectionFactory> applications, Duration timeout, Duration reconnect) {
		RedisConnectionFactory given = qualified.getIfAvailable();
		if (given != null) {
			return new CacheConnections(given, false);
		}
		RedisConnectionFactory application = applications.getObject();
		if (application instanceof LettuceConnectionFactory lettuce) {
			return new CacheConnections(DerivedConnectionFactory.from(lettuce, timeout, reconnect), true);
		}
		logger.warn(
				"{} is not a Lettuce connection factory: its time-outs apply to cached calls. "
						+ "Keep them short, or provide a RedisConnectionFactory qualified with @LlmCacheRedis.",
				application.getClass().getName());
		return new CacheConnections(application, false);
	}

	@Override
	public void close() {
		if (this.owned && this.factory instanceof LettuceConnectionFactory lettuce) {
			lettuce.destroy();
		}
	}

}
