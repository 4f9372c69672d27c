package io.llmcache.sample.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Locale;

import redis.embedded.RedisServer;

/**
 * A Redis of our own, on this machine only and in memory only. Runs from its creation
 * until it is closed.
 */
public final class EmbeddedRedis implements AutoCloseable {

	private static final String HOST = "127.0.0.1";

	private final RedisServer server;

	private final int port;

	private EmbeddedRedis(RedisServer server, int port) {
		this.server = server;
		this.port = port;
	}

	/**
	 * Starts Redis.
	 * @param wanted the port, or 0 for a free one
	 * @throws EmbeddedRedisException when it does not start
	 */
	public static EmbeddedRedis start(int wanted) {
		// What comes with the library for Windows is Redis 5, too old for the cache.
		if (System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("windows")) {
			throw new EmbeddedRedisException("There is no embedded Redis for Windows", null);
		}
		int port = port(wanted);
		try {
			RedisServer server = RedisServer.newRedisServer()
				.port(port)
				.bind(HOST)
				.setting("save \"\"")
				.setting("appendonly no")
				.setting("maxmemory 256mb")
				.setting("maxmemory-policy allkeys-lru")
				.build();
			server.start();
			return new EmbeddedRedis(server, port);
		}
		catch (IOException | RuntimeException ex) {
			throw new EmbeddedRedisException("The embedded Redis did not start on port " + port, ex);
		}
	}

	private static int port(int wanted) {
		// Tried beforehand: the server's own complaint about a taken port is a stack
		// trace without the port.
		try (ServerSocket socket = new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
		catch (IOException ex) {
			throw new EmbeddedRedisException("Port " + wanted + " for the embedded Redis is taken", ex);
		}
	}

	/**
	 * The address it listens on.
	 */
	public String host() {
		return HOST;
	}

	/**
	 * The port it listens on.
	 */
	public int port() {
		return this.port;
	}

	/** Stops Redis; everything in it is gone. */
	@Override
	public void close() throws IOException {
		this.server.stop();
	}

}
