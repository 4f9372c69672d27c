package io.llmcache.benchmarks;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

import org.jspecify.annotations.Nullable;
import redis.embedded.RedisServer;

/**
 * A Redis of one's own for the time of a run: the embedded one, or the binary that the
 * environment variable {@code LLM_CACHE_TEST_REDIS_BINARY} names.
 */
final class LocalRedis implements AutoCloseable {

	private final RedisServer server;

	private final int port;

	private LocalRedis(RedisServer server, int port) {
		this.server = server;
		this.port = port;
	}

	static LocalRedis start() throws IOException {
		return start(System.getenv("LLM_CACHE_TEST_REDIS_BINARY"), null);
	}

	/**
	 * One with the query engine: what the environment variables
	 * {@code LLM_CACHE_TEST_REDIS8} and {@code LLM_CACHE_TEST_REDISEARCH} name.
	 * @return null when they are not set
	 */
	static @Nullable LocalRedis startWithQueryEngine() throws IOException {
		String binary = System.getenv("LLM_CACHE_TEST_REDIS8");
		String module = System.getenv("LLM_CACHE_TEST_REDISEARCH");
		return (binary != null && module != null) ? start(binary, module) : null;
	}

	private static LocalRedis start(@Nullable String binary, @Nullable String module) throws IOException {
		int port = freePort();
		var builder = RedisServer.newRedisServer().port(port).bind("127.0.0.1").setting("save \"\"");
		if (module != null) {
			builder.setting("loadmodule " + module);
		}
		if (binary != null && !binary.isBlank()) {
			builder.executableProvider(() -> new File(binary));
		}
		RedisServer server = builder.build();
		server.start();
		return new LocalRedis(server, port);
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	int port() {
		return this.port;
	}

	@Override
	public void close() throws IOException {
		this.server.stop();
	}

}
