package io.llmcache.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntPredicate;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandInterruptedException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.cluster.SlotHash;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisAdvancedClusterAsyncCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.protocol.CommandArgs;

import org.springframework.data.redis.connection.RedisConnection;

/**
 * A server that entries are written to: the only one, or one of a cluster's. An error
 * reply is an answer as good as any.
 */
final class Primary {

	private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(2);

	private final String address;

	private final RedisAsyncCommands<byte[], byte[]> commands;

	private final IntPredicate slots;

	private Primary(String address, RedisAsyncCommands<byte[], byte[]> commands, IntPredicate slots) {
		this.address = address;
		this.commands = commands;
		this.slots = slots;
	}

	/**
	 * All of them; none where the client is not Lettuce.
	 * @throws io.lettuce.core.RedisException when one cannot be connected to
	 */
	@SuppressWarnings("unchecked")
	static List<Primary> of(RedisConnection connection) {
		Object lettuce = connection.getNativeConnection();
		if (lettuce instanceof RedisAdvancedClusterAsyncCommands<?, ?> commands) {
			return of((StatefulRedisClusterConnection<byte[], byte[]>) commands.getStatefulConnection());
		}
		if (lettuce instanceof RedisAsyncCommands<?, ?> commands) {
			return List.of(new Primary("", (RedisAsyncCommands<byte[], byte[]>) commands, (slot) -> true));
		}
		return List.of();
	}

	private static List<Primary> of(StatefulRedisClusterConnection<byte[], byte[]> cluster) {
		List<Primary> primaries = new ArrayList<>();
		for (RedisClusterNode node : cluster.getPartitions()) {
			if (node.is(RedisClusterNode.NodeFlag.UPSTREAM) && !node.hasNoSlots()) {
				primaries.add(new Primary(node.getUri().getHost() + ":" + node.getUri().getPort(),
						cluster.getConnection(node.getNodeId()).async(), node::hasSlot));
			}
		}
		return primaries;
	}

	/** {@code host:port}; empty for the only one. */
	String address() {
		return this.address;
	}

	/** Whether it was found as part of a cluster. */
	boolean isOneOfMany() {
		return !this.address.isEmpty();
	}

	/**
	 * The name of a key that this server holds.
	 * @param start what it starts with
	 */
	String key(String start) {
		int i = 0;
		while (!this.slots.test(SlotHash.getSlot(tagged(start, i)))) {
			i++;
		}
		return tagged(start, i);
	}

	private static String tagged(String start, int number) {
		return start + ":{" + number + "}";
	}

	/**
	 * Sends a command and waits for the reply.
	 * @throws io.lettuce.core.RedisException when there is none
	 */
	Answer ask(String command, String... arguments) {
		List<String> words = new ArrayList<>(List.of(arguments));
		words.add(0, command);
		return await(send(words), System.nanoTime() + PATIENCE_NANOS);
	}

	/**
	 * Sends one command of several.
	 * @param words its name and arguments
	 */
	RedisFuture<List<Object>> send(List<String> words) {
		CommandArgs<byte[], byte[]> arguments = new CommandArgs<>(ByteArrayCodec.INSTANCE);
		words.stream().skip(1).forEach((word) -> arguments.add(word.getBytes(StandardCharsets.UTF_8)));
		return this.commands.dispatch(new ModuleCommands.Name(words.get(0)), new ModuleCommands.Reply(), arguments);
	}

	/**
	 * The replies to commands that were sent.
	 * @throws io.lettuce.core.RedisException when one is missing
	 */
	static List<Answer> await(List<RedisFuture<List<Object>>> sent) {
		long end = System.nanoTime() + PATIENCE_NANOS;
		return sent.stream().map((future) -> await(future, end)).toList();
	}

	private static Answer await(RedisFuture<List<Object>> future, long end) {
		try {
			return new Answer(future.get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS), Optional.empty());
		}
		catch (ExecutionException ex) {
			if (ex.getCause() instanceof RedisCommandExecutionException refusal) {
				return new Answer(List.of(), Optional.of(String.valueOf(refusal.getMessage())));
			}
			throw (ex.getCause() instanceof RuntimeException failure) ? failure : new IllegalStateException(ex);
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

	/**
	 * A reply.
	 *
	 * @param elements what it holds; nothing for an error
	 * @param refusal the words of an error
	 */
	record Answer(List<Object> elements, Optional<String> refusal) {

		/** The first element as text. */
		String text() {
			return this.elements.isEmpty() ? "" : text(0);
		}

		String text(int element) {
			return (this.elements.get(element) instanceof byte[] bytes) ? new String(bytes, StandardCharsets.UTF_8)
					: String.valueOf(this.elements.get(element));
		}

		/** Whether it is an error of a kind, as {@code NOPERM}. */
		boolean isRefusal(String kind) {
			return this.refusal.filter((words) -> words.startsWith(kind)).isPresent();
		}

		boolean isObeyed() {
			return this.refusal.isEmpty();
		}

	}

}
