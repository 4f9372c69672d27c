package io.llmcache.store;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.LettuceFutures;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.lettuce.LettuceConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.RedisTemplate;

/**
 * Reads values: the one thing that every hit asks of Redis. Thread-safe.
 */
interface RedisValues {

	/**
	 * The value of a key.
	 * @param key name of the key
	 * @return the value, or null when there is none
	 */
	byte @Nullable [] get(String key);

	/**
	 * The shortest way to values. On the connection that Lettuce shares between threads,
	 * which stays the same when it is lost and found again, a {@code GET} needs nothing
	 * of what a template does before and after each command: a connection object, a look
	 * for transactions.
	 * @param redis a template that has reached Redis
	 */
	static RedisValues of(RedisTemplate<String, byte[]> redis) {
		if (redis.getRequiredConnectionFactory() instanceof LettuceConnectionFactory factory
				&& factory.getShareNativeConnection()) {
			RedisClusterAsyncCommands<byte[], byte[]> shared = shared(factory);
			long timeout = factory.getTimeout();
			return (key) -> LettuceFutures.awaitOrCancel(shared.get(key.getBytes(StandardCharsets.UTF_8)), timeout,
					TimeUnit.MILLISECONDS);
		}
		return (key) -> redis.opsForValue().get(key);
	}

	private static RedisClusterAsyncCommands<byte[], byte[]> shared(LettuceConnectionFactory factory) {
		LettuceConnection connection = (LettuceConnection) factory.getConnection();
		try {
			return connection.getNativeConnection();
		}
		finally {
			connection.close();
		}
	}

}
