package io.llmcache.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisAdvancedClusterAsyncCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.ProtocolKeyword;
import org.jspecify.annotations.Nullable;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnection;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.RedisTemplate;

/**
 * Commands of the query engine and of vector sets, which Spring's connection does not
 * know: it takes every reply for bytes, while these are maps, booleans and numbers.
 * Understands RESP2 and RESP3. Thread-safe.
 * <p>
 * A reply is a list of texts, {@code Long}, {@code Double}, {@code null} and such lists;
 * a map is a list of keys and values in turn; true and false are 1 and 0.
 */
public final class ModuleCommands {

	private final RedisLink link;

	/**
	 * Commands over a link.
	 * @param link the way to Redis
	 */
	public ModuleCommands(RedisLink link) {
		this.link = link;
	}

	/**
	 * Sends a command.
	 * @param command its name
	 * @param arguments bytes, or what has an ASCII text; in a cluster the first one says
	 * which node is asked
	 * @return the reply; of one element when it is no list
	 * @throws StoreException as for {@link RedisLink#ask}
	 */
	public List<@Nullable Object> send(String command, Object... arguments) throws StoreException {
		return this.link.ask((redis) -> send(redis, command, bytes(arguments)));
	}

	/**
	 * Sends a command whose error reply is an answer as good as any: it is not logged.
	 * @param command its name
	 * @param arguments as for {@link #send}
	 * @return the error reply, or why the command cannot be sent here at all; nothing
	 * when it was obeyed
	 * @throws StoreException when Redis does not answer
	 */
	public Optional<String> refusal(String command, Object... arguments) throws StoreException {
		return this.link.ask((redis) -> {
			if (!isLettuce(redis)) {
				return Optional.of("the connection is none of Lettuce's");
			}
			return refusal(() -> send(redis, command, bytes(arguments)));
		});
	}

	/**
	 * As {@link #refusal}, but in a cluster every primary is asked.
	 * @param command its name
	 * @param arguments as for {@link #send}
	 * @return the first error reply
	 * @throws StoreException when a primary does not answer
	 */
	public Optional<String> refusalOfAnyPrimary(String command, Object... arguments) throws StoreException {
		return this.link.ask((redis) -> refusal(
				() -> onConnection(redis, (connection) -> onEveryPrimary(connection, command, bytes(arguments)))));
	}

	private static Optional<String> refusal(Runnable order) {
		try {
			order.run();
			return Optional.empty();
		}
		catch (RuntimeException ex) {
			Throwable cause = NestedExceptionUtils.getMostSpecificCause(ex);
			if (cause instanceof RedisCommandExecutionException) {
				return Optional.of(String.valueOf(cause.getMessage()));
			}
			throw ex;
		}
	}

	private static List<@Nullable Object> send(RedisTemplate<String, byte[]> redis, String command,
			byte[][] arguments) {
		List<?> reply = onConnection(redis,
				(connection) -> reply(((LettuceConnection) connection).execute(command, new Reply(), arguments)));
		return texts(reply);
	}

	private static List<?> reply(@Nullable Object reply) {
		return (reply instanceof List<?> list) ? list : List.of();
	}

	private static boolean onEveryPrimary(RedisConnection connection, String command, byte[][] arguments) {
		if (connection.getNativeConnection() instanceof RedisAdvancedClusterAsyncCommands<?, ?> commands) {
			@SuppressWarnings("unchecked")
			StatefulRedisClusterConnection<byte[], byte[]> cluster = (StatefulRedisClusterConnection<byte[], byte[]>) commands
				.getStatefulConnection();
			for (RedisClusterNode node : cluster.getPartitions()) {
				if (node.is(RedisClusterNode.NodeFlag.UPSTREAM)) {
					CommandArgs<byte[], byte[]> all = new CommandArgs<>(ByteArrayCodec.INSTANCE)
						.addValues(List.of(arguments));
					cluster.getConnection(node.getNodeId()).sync().dispatch(new Name(command), new Reply(), all);
				}
			}
		}
		else {
			((LettuceConnection) connection).execute(command, new Reply(), arguments);
		}
		return true;
	}

	private static boolean isLettuce(RedisTemplate<String, byte[]> redis) {
		return onConnection(redis, (connection) -> connection instanceof LettuceConnection);
	}

	/**
	 * Of the connection itself: what a template hands out otherwise only looks like it.
	 */
	private static <T> T onConnection(RedisTemplate<String, byte[]> redis, RedisCallback<T> callback) {
		return Objects.requireNonNull(redis.execute(callback, true));
	}

	private static byte[][] bytes(Object... arguments) {
		return Stream.of(arguments)
			.map((argument) -> (argument instanceof byte[] bytes) ? bytes : RedisScripts.ascii(argument))
			.toArray(byte[][]::new);
	}

	private static List<@Nullable Object> texts(List<?> reply) {
		List<@Nullable Object> texts = new ArrayList<>(reply.size());
		for (Object element : reply) {
			if (element instanceof List<?> nested) {
				texts.add(texts(nested));
			}
			else {
				texts.add((element instanceof byte[] bytes) ? new String(bytes, StandardCharsets.UTF_8) : element);
			}
		}
		return texts;
	}

	/**
	 * A list of keys and values in turn as a map; empty for anything else.
	 * @param reply a reply or an element of one
	 */
	public static Map<String, @Nullable Object> map(@Nullable Object reply) {
		Map<String, @Nullable Object> map = new LinkedHashMap<>();
		if (reply instanceof List<?> list) {
			for (int i = 0; i + 1 < list.size(); i += 2) {
				map.put(String.valueOf(list.get(i)), list.get(i + 1));
			}
		}
		return map;
	}

	/**
	 * A number, which RESP2 writes as text.
	 * @param element an element of a reply
	 * @return NaN when it is none
	 */
	public static double number(@Nullable Object element) {
		if (element instanceof Number number) {
			return number.doubleValue();
		}
		try {
			return (element != null) ? Double.parseDouble(element.toString()) : Double.NaN;
		}
		catch (NumberFormatException ex) {
			return Double.NaN;
		}
	}

	/** Takes whatever comes. */
	static final class Reply extends NestedMultiOutput<byte[], byte[]> {

		Reply() {
			super(ByteArrayCodec.INSTANCE);
		}

		@Override
		public void set(boolean value) {
			set(value ? 1L : 0L);
		}

	}

	/** The name of a command. */
	record Name(String text) implements ProtocolKeyword {

		@Override
		public byte[] getBytes() {
			return RedisScripts.ascii(this.text);
		}

	}

}
