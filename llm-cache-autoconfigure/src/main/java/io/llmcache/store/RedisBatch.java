package io.llmcache.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Stream;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandInterruptedException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.cluster.api.async.RedisAdvancedClusterAsyncCommands;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.ReturnType;
import org.springframework.data.redis.core.RedisCallback;

/**
 * Several commands in one round trip over the connection that all share: a pipeline of
 * Spring's opens a connection of its own each time. A key of another type, planted by
 * hand, has no reply and spoils none of the others.
 */
final class RedisBatch {

	/**
	 * So many commands that write are sent at once: the calls of everybody queue up
	 * behind them, and they are to be done well within the time-out of one.
	 */
	static final int WRITES = 50;

	private final List<Command> commands = new ArrayList<>();

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

	/**
	 * Adds a script, sent as text: Redis may have forgotten it since it was last sent. A
	 * list of what it answers.
	 */
	RedisBatch script(String script, List<String> keys, Object... arguments) {
		byte[] text = RedisScripts.ascii(script);
		byte[][] names = keys.stream().map(RedisScripts::ascii).toArray(byte[][]::new);
		byte[][] values = Stream.of(arguments)
			.map((value) -> (value instanceof byte[] bytes) ? bytes : RedisScripts.ascii(value))
			.toArray(byte[][]::new);
		return add((redis) -> redis.eval(text, ScriptOutputType.MULTI, names, values),
				(connection) -> connection.scriptingCommands()
					.eval(text, ReturnType.MULTI, names.length,
							Stream.of(names, values).flatMap(Stream::of).toArray(byte[][]::new)));
	}

	private RedisBatch add(Function<RedisClusterAsyncCommands<byte[], byte[]>, RedisFuture<?>> sending,
			Function<RedisConnection, @Nullable Object> asking) {
		this.commands.add(new Command(sending, asking));
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

	/** The same in the midst of something else. */
	@SuppressWarnings("unchecked")
	List<@Nullable Object> send(RedisConnection connection) {
		List<@Nullable Object> replies = new ArrayList<>(this.commands.size());
		if (connection.getNativeConnection() instanceof RedisClusterAsyncCommands<?, ?> lettuce) {
			RedisClusterAsyncCommands<byte[], byte[]> redis = (RedisClusterAsyncCommands<byte[], byte[]>) lettuce;
			List<? extends RedisFuture<?>> futures = this.commands.stream()
				.map((command) -> command.sending().apply(redis))
				.toList();
			long end = System.nanoTime() + timeout(redis).toNanos();
			futures.forEach((future) -> replies.add(await(future, end)));
		}
		else {
			this.commands.forEach((command) -> replies.add(ask(command, connection)));
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

	private static @Nullable Object ask(Command command, RedisConnection connection) {
		try {
			return command.asking().apply(connection);
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

	/** One thing to ask: by Lettuce at once, by any other client one by one. */
	private record Command(Function<RedisClusterAsyncCommands<byte[], byte[]>, RedisFuture<?>> sending,
			Function<RedisConnection, @Nullable Object> asking) {

	}

}
