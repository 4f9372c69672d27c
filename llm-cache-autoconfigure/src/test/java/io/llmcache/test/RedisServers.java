package io.llmcache.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

import com.redis.testcontainers.RedisContainer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.utility.DockerImageName;
import redis.embedded.core.ExecutableProvider;

import org.springframework.util.Assert;

/**
 * Chooses the Redis of the tests: the address or the binary named by the environment,
 * else a container where Docker answers, else the embedded server. Servers of a kind that
 * a test asks for come from {@code .ci/servers}.
 */
final class RedisServers {

	/**
	 * The environment variable that names a running Redis as {@code host:port}; the tests
	 * empty it.
	 */
	static final String ADDRESS = "LLM_CACHE_TEST_REDIS";

	/**
	 * The environment variable that names a redis-server binary.
	 */
	static final String BINARY = "LLM_CACHE_TEST_REDIS_BINARY";

	/**
	 * The environment variable that names a redis-server 7.
	 */
	static final String REDIS_7 = "LLM_CACHE_TEST_REDIS7";

	/**
	 * The environment variable that names a redis-server 8, which has vector sets.
	 */
	static final String REDIS_8 = "LLM_CACHE_TEST_REDIS8";

	/**
	 * The environment variable that names the module of the query engine, which that
	 * server loads.
	 */
	static final String QUERY_ENGINE = "LLM_CACHE_TEST_REDISEARCH";

	/**
	 * The environment variable that names a valkey-server.
	 */
	static final String VALKEY = "LLM_CACHE_TEST_VALKEY";

	private static final String REDIS_8_IMAGE = "redis:8";

	private static final Logger logger = LoggerFactory.getLogger(RedisServers.class);

	private static volatile @Nullable Path embedded;

	private final Map<String, String> environment;

	RedisServers(Map<String, String> environment) {
		this.environment = environment;
	}

	/**
	 * A server for tests that leave it alone but for its data.
	 */
	TestRedis shared() {
		String address = this.environment.get(ADDRESS);
		if (address != null) {
			int colon = address.lastIndexOf(':');
			Assert.state(colon > 0, () -> ADDRESS + " is not of the form host:port");
			return new TestRedis(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)), null);
		}
		if (!this.environment.containsKey(BINARY) && Docker.answers(this.environment)) {
			try {
				return container(REDIS_8_IMAGE);
			}
			catch (RuntimeException ex) {
				logger.warn("Docker answers but cannot run " + REDIS_8_IMAGE + "; taking the embedded server", ex);
			}
		}
		return start(List.of());
	}

	/**
	 * A process of its own, to be paused and killed. Skips the calling test where the
	 * environment names an address and no binary.
	 * @param arguments further arguments of redis-server
	 */
	TestRedis start(List<String> arguments) {
		return of(new RedisProcess(binary(), arguments));
	}

	/**
	 * A server of a kind, for tests that leave it alone but for its data. Skips the
	 * calling test where it cannot be had.
	 * @param kind the kind
	 */
	TestRedis shared(RedisKind kind) {
		String image = switch (kind) {
			case REDIS_6 -> null;
			case REDIS_7 -> missing(REDIS_7) ? "redis:7.0" : null;
			case REDIS_8 -> missing(REDIS_8) ? REDIS_8_IMAGE : null;
			// It has both.
			case QUERY_ENGINE -> missing(REDIS_8, QUERY_ENGINE) ? REDIS_8_IMAGE : null;
			case VALKEY -> missing(VALKEY) ? "valkey/valkey:9" : null;
		};
		return (image != null && Docker.answers(this.environment)) ? container(image) : start(kind, List.of());
	}

	private boolean missing(String... variables) {
		return !this.environment.keySet().containsAll(Set.of(variables));
	}

	/**
	 * A process of a kind, to be paused and killed. Skips the calling test where it
	 * cannot be had.
	 * @param kind the kind
	 * @param arguments further arguments of the server
	 */
	TestRedis start(RedisKind kind, List<String> arguments) {
		List<String> all = new ArrayList<>(arguments);
		if (kind == RedisKind.QUERY_ENGINE) {
			all.addAll(List.of("--loadmodule", fetched(QUERY_ENGINE).toString()));
		}
		return of(new RedisProcess(binary(kind), all));
	}

	/**
	 * A Sentinel; skips the calling test where it cannot be had.
	 * @param kind of server
	 * @param configuration the lines that it begins with
	 */
	TestRedis startSentinel(RedisKind kind, List<String> configuration) {
		return of(RedisProcess.sentinel(binary(kind), configuration));
	}

	private static TestRedis of(RedisProcess process) {
		return new TestRedis("127.0.0.1", process.port(), process);
	}

	private Path binary(RedisKind kind) {
		return switch (kind) {
			case REDIS_6 -> embedded();
			case REDIS_7 -> fetched(REDIS_7);
			case REDIS_8, QUERY_ENGINE -> fetched(REDIS_8);
			case VALKEY -> fetched(VALKEY);
		};
	}

	private Path fetched(String variable) {
		String file = this.environment.get(variable);
		Assumptions.assumeTrue(file != null, () -> variable + " is not set; eval \"$(.ci/servers)\" sets it");
		return Path.of(file).toAbsolutePath();
	}

	// Testcontainers' own reaper removes it.
	private static TestRedis container(String image) {
		RedisContainer container = new RedisContainer(
				DockerImageName.parse(image).asCompatibleSubstituteFor(RedisContainer.DEFAULT_IMAGE_NAME));
		container.start();
		return new TestRedis(container.getHost(), container.getFirstMappedPort(), null);
	}

	private Path binary() {
		String binary = this.environment.get(BINARY);
		if (binary != null) {
			return Path.of(binary).toAbsolutePath();
		}
		Assumptions.assumeFalse(this.environment.containsKey(ADDRESS),
				() -> "needs a redis-server process of its own; beside " + ADDRESS + " set " + BINARY);
		return embedded();
	}

	private static synchronized Path embedded() {
		Path binary = embedded;
		if (binary == null) {
			try {
				Path directory = TemporaryDirectories.create("llm-cache-redis-binary");
				binary = ExecutableProvider.newJarResourceProvider(directory.toFile()).get().toPath();
			}
			catch (IOException ex) {
				throw new UncheckedIOException("The embedded Redis does not run here; set " + BINARY, ex);
			}
			embedded = binary;
		}
		return binary;
	}

}
