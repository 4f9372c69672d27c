package io.llmcache.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandInterruptedException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.cluster.api.async.RedisAdvancedClusterAsyncCommands;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.core.RedisCallback;

/**
 * Several readings in one round trip over the connection that all share: a pipeline of
 * Spring's opens a connection of its own each time. A key of another type, planted by
 * hand, has no reply and spoils none of the others.
 */
final class RedisBatch {

	private final List<Reading> readings = new ArrayList<>();

	/** Adds a {@code GET}: bytes. */
	RedisBatch get(String key) {
		byte[] name = RedisScripts.ascii(key);
		return add((redis) -> redis.get(name), (connection) -> connection.stringCommands().get(name));
	}

	/** Adds a {@code SMEMBERS}: a set of bytes. */
	RedisBatch members(String key) {
		byte[] name = RedisScripts.ascii(key);
		return add((redis) -> redis.smembers(name), (connection) -> connection.setCommands().sMembers(name));
	}

	/** Adds an {@code HMGET}: a list of bytes, or of Lettuce's keys and values. */
	RedisBatch fields(String key, byte[]... fields) {
		byte[] name = RedisScripts.ascii(key);
		return add((redis) -> redis.hmget(name, fields), (connection) -> connection.hashCommands().hMGet(name, fields));
	}

	private RedisBatch add(Function<RedisClusterAsyncCommands<byte[], byte[]>, RedisFuture<?>> sending,
			Function<RedisConnection, @Nullable Object> asking) {
		this.readings.add(new Reading(sending, asking));
		return this;
	}

	/**
	 * The replies, in order; null where there is none.
	 * @throws StoreException when Redis does not answer or refuses
	 */
	List<@Nullable Object> send(RedisLink link) throws StoreException {
		return link.ask((redis) -> Objects
			.requireNonNull(redis.execute((RedisCallback<List<@Nullable Object>>) this::send, true)));
	}

	@SuppressWarnings("unchecked")
	private List<@Nullable Object> send(RedisConnection connection) {
		List<@Nullable Object> replies = new ArrayList<>(this.readings.size());
		if (connection.getNativeConnection() instanceof RedisClusterAsyncCommands<?, ?> commands) {
			RedisClusterAsyncCommands<byte[], byte[]> redis = (RedisClusterAsyncCommands<byte[], byte[]>) commands;
			List<? extends RedisFuture<?>> futures = this.readings.stream()
				.map((reading) -> reading.sending().apply(redis))
				.toList();
			long end = System.nanoTime() + timeout(redis).toNanos();
			futures.forEach((future) -> replies.add(await(future, end)));
		}
		else {
			this.readings.forEach((reading) -> replies.add(ask(reading, connection)));
		}
		return replies;
	}

	private static Duration timeout(RedisClusterAsyncCommands<byte[], byte[]> redis) {
		if (redis instanceof RedisAdvancedClusterAsyncCommands<?, ?> cluster) {
			return cluster.getStatefulConnection().getTimeout();
		}
		return ((RedisAsyncCommands<?, ?>) redis).getStatefulConnection().getTimeout();
	}

	private static @Nullable Object await(RedisFuture<?> future, long end) {
		try {
			return future.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
		}
		catch (ExecutionException ex) {
			Throwable cause = ex.getCause();
			if (isWrongType(cause)) {
				return null;
			}
			throw (cause instanceof RuntimeException failure) ? failure : new IllegalStateException(cause);
		}
		catch (TimeoutException ex) {
			future.cancel(true);
			throw new RedisCommandTimeoutException("Redis has not answered in time");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new RedisCommandInterruptedException(ex);
		}
	}

	private static @Nullable Object ask(Reading reading, RedisConnection connection) {
		try {
			return reading.asking().apply(connection);
		}
		catch (RuntimeException ex) {
			if (isWrongType(ex) || isWrongType(ex.getCause())) {
				return null;
			}
			throw ex;
		}
	}

	private static boolean isWrongType(@Nullable Throwable failure) {
		return failure instanceof RedisCommandExecutionException
				&& String.valueOf(failure.getMessage()).contains("WRONGTYPE");
	}

	/** One thing to read: by Lettuce at once, by any other client one by one. */
	private record Reading(Function<RedisClusterAsyncCommands<byte[], byte[]>, RedisFuture<?>> sending,
			Function<RedisConnection, @Nullable Object> asking) {

	}

}
