package io.llmcache.store;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.llmcache.test.TestCluster;
import io.llmcache.test.TestRedis;

import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * A way to Redis other than that of {@link TestStores}: to a cluster, or over the older
 * protocol.
 *
 * @param link the link, started
 * @param keys the names
 * @param background a thread
 * @param factory the connections
 */
public record TestLink(RedisLink link, RedisKeys keys, ScheduledExecutorService background,
		LettuceConnectionFactory factory) implements AutoCloseable {

	private static final ClientResources RESOURCES = DefaultClientResources.create();

	/**
	 * A link whose Redis has not been reached yet.
	 */
	public static RedisLink broken() {
		return new RedisLink(new LettuceConnectionFactory(), Executors.newScheduledThreadPool(0), Duration.ofDays(1));
	}

	/**
	 * To a cluster.
	 * @param cluster the cluster
	 */
	public static TestLink to(TestCluster cluster) {
		return to(new RedisClusterConfiguration(cluster.addresses()), ClusterClientOptions.create());
	}

	/**
	 * To a server, over a protocol.
	 * @param redis the server
	 * @param protocol the protocol
	 */
	public static TestLink to(TestRedis redis, ProtocolVersion protocol) {
		return to(new RedisStandaloneConfiguration(redis.host(), redis.port()),
				ClientOptions.builder().protocolVersion(protocol).build());
	}

	private static TestLink to(RedisConfiguration servers, ClientOptions options) {
		LettuceConnectionFactory factory = new LettuceConnectionFactory(servers,
				LettuceClientConfiguration.builder()
					.commandTimeout(Duration.ofSeconds(5))
					.clientOptions(options)
					.clientResources(RESOURCES)
					.build());
		factory.afterPropertiesSet();
		factory.start();
		ScheduledExecutorService background = Executors.newScheduledThreadPool(1);
		RedisLink link = new RedisLink(factory, background, Duration.ofMillis(50));
		link.start(Duration.ofSeconds(10));
		link.awaitStart();
		return new TestLink(link, new RedisKeys("llm:test"), background, factory);
	}

	@Override
	public void close() {
		this.link.close();
		this.background.shutdownNow();
		this.factory.destroy();
	}

}
