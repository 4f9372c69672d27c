package io.llmcache.test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.NestedMultiOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.ProtocolKeyword;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A real Redis for tests. Which one is taken is told by {@code CONTRIBUTING.md}.
 * Thread-safe.
 */
public final class TestRedis implements TestServers {

	private static @Nullable TestRedis shared;

	private static final Map<RedisKind, TestRedis> sharedKinds = new EnumMap<>(RedisKind.class);

	private final String host;

	private final int port;

	private final @Nullable RedisProcess process;

	private @Nullable RedisClient client;

	private @Nullable StatefulRedisConnection<String, String> connection;

	TestRedis(String host, int port, @Nullable RedisProcess process) {
		this.host = host;
		this.port = port;
		this.process = process;
	}

	/**
	 * The server that the tests of this JVM share, emptied by whoever needs it empty. It
	 * must not be paused, killed or closed.
	 */
	public static synchronized TestRedis shared() {
		TestRedis redis = shared;
		if (redis == null) {
			redis = new RedisServers(System.getenv()).shared();
			shared = redis;
		}
		return redis;
	}

	/**
	 * A new redis-server process, empty and without persistence, that may be paused and
	 * killed. Skips the calling test where no binary is at hand.
	 * @param arguments further arguments, as {@code "--maxmemory", "2mb"}
	 */
	public static TestRedis start(String... arguments) {
		return new RedisServers(System.getenv()).start(List.of(arguments));
	}

	/**
	 * As {@link #shared()}, but of a kind. Skips the calling test where it cannot be had;
	 * {@code .ci/servers} fetches what is missing.
	 * @param kind the kind
	 */
	public static synchronized TestRedis shared(RedisKind kind) {
		return sharedKinds.computeIfAbsent(kind, new RedisServers(System.getenv())::shared);
	}

	/**
	 * As {@link #start(String...)}, but of a kind.
	 * @param kind the kind
	 * @param arguments further arguments, as {@code "--maxmemory", "2mb"}
	 */
	public static TestRedis start(RedisKind kind, String... arguments) {
		return new RedisServers(System.getenv()).start(kind, List.of(arguments));
	}

	/**
	 * The name or address of its host.
	 */
	public String host() {
		return this.host;
	}

	/**
	 * Its port.
	 */
	public int port() {
		return this.port;
	}

	@Override
	public String[] properties() {
		return new String[] { "spring.data.redis.host=" + this.host, "spring.data.redis.port=" + this.port };
	}

	@Override
	public List<TestRedis> primaries() {
		return List.of(this);
	}

	@Override
	public void flush() {
		command("FLUSHALL");
	}

	/**
	 * Sends a command over a connection of its own and returns the reply: a string, a
	 * number (1 and 0 for true and false), null, or a list of those (keys and values in
	 * turn for a map).
	 * @param words the command and its arguments
	 * @throws io.lettuce.core.RedisException as Lettuce does, after ten seconds at most
	 */
	public @Nullable Object command(String... words) {
		CommandArgs<String, String> arguments = new CommandArgs<>(StringCodec.UTF8)
			.addValues(Arrays.asList(words).subList(1, words.length));
		List<Object> reply = connection().sync().dispatch(new Word(words[0]), new Reply(), arguments);
		return (reply.size() == 1) ? reply.get(0) : reply;
	}

	/**
	 * A plain connection, opened at the first use and shared; it goes when this object is
	 * closed.
	 */
	public synchronized StatefulRedisConnection<String, String> connection() {
		StatefulRedisConnection<String, String> connection = this.connection;
		if (connection == null) {
			RedisURI uri = RedisURI.builder()
				.withHost(this.host)
				.withPort(this.port)
				.withTimeout(Duration.ofSeconds(10))
				.build();
			RedisClient client = RedisClient.create(uri);
			this.client = client;
			connection = client.connect();
			this.connection = connection;
		}
		return connection;
	}

	/**
	 * The id of the process.
	 */
	public long pid() {
		return process().pid();
	}

	/**
	 * Whether its process has not been killed.
	 */
	public boolean isAlive() {
		return this.process == null || this.process.isAlive();
	}

	/**
	 * Stops the process in its tracks: connections stay open, nothing is answered.
	 */
	public void pause() {
		Signals.pause(pid());
	}

	/**
	 * Lets the paused process go on.
	 */
	public void resume() {
		Signals.resume(pid());
	}

	/**
	 * Kills the process at once, paused or not, and waits for its end.
	 */
	public void kill() {
		process().kill();
	}

	/**
	 * Starts the process anew on the same port, killing it first where it still runs;
	 * returns when it answers. The data is gone.
	 */
	public void restart() {
		process().kill();
		process().start();
	}

	@Override
	public synchronized void close() {
		Assert.state(!isShared(), "The shared server stays for the other tests");
		if (this.client != null) {
			this.client.shutdown(Duration.ZERO, Duration.ofSeconds(2));
			this.client = null;
			this.connection = null;
		}
		if (this.process != null) {
			this.process.kill();
		}
	}

	private RedisProcess process() {
		Assert.state(this.process != null && !isShared(), "Not a process of this test's own: use TestRedis.start()");
		return this.process;
	}

	private boolean isShared() {
		return this == shared || sharedKinds.containsValue(this);
	}

	private static final class Reply extends NestedMultiOutput<String, String> {

		Reply() {
			super(StringCodec.UTF8);
		}

		@Override
		public void set(boolean value) {
			set(value ? 1L : 0L);
		}

	}

	private record Word(String text) implements ProtocolKeyword {

		@Override
		public byte[] getBytes() {
			return this.text.getBytes(StandardCharsets.UTF_8);
		}

	}

}
