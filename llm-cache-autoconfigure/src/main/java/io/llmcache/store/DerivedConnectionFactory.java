package io.llmcache.store;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.tracing.Tracing;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration.LettuceClientConfigurationBuilder;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Connections to the application's Redis that give up sooner than the application's own:
 * same servers, credentials and TLS, but short time-outs, no commands queued while
 * disconnected, reads from the primary. The application's connections are not touched.
 */
public final class DerivedConnectionFactory extends LettuceConnectionFactory {

	/** Commands on the way at once; what exceeds it fails at once and bypasses. */
	private static final int MAX_QUEUED = 16_384;

	/** Of what nobody runs into: new replicas, nodes that left. */
	private static final Duration TOPOLOGY_REFRESH = Duration.ofSeconds(30);

	/** Threads of its own, where the application's could not be had. */
	private final @Nullable ClientResources resources;

	private DerivedConnectionFactory(RedisConfiguration servers, LettuceClientConfiguration client,
			@Nullable ClientResources resources) {
		super(servers, client);
		this.resources = resources;
	}

	/**
	 * A started factory; the caller destroys it.
	 * @param source the application's factory
	 * @param timeout of commands and of connecting
	 * @param reconnect pause between attempts to connect again
	 */
	public static DerivedConnectionFactory from(LettuceConnectionFactory source, Duration timeout, Duration reconnect) {
		LettuceClientConfiguration given = source.getClientConfiguration();
		Optional<ClientResources> shared = given.getClientResources();
		ClientResources resources = resources(shared, reconnect);
		// What is derived from shared resources must not be shut down: it is the
		// application's timer and threads that would end.
		DerivedConnectionFactory derived = new DerivedConnectionFactory(servers(source),
				client(given, resources, timeout, reconnect), shared.isPresent() ? null : resources);
		derived.afterPropertiesSet();
		derived.start();
		return derived;
	}

	/** Ends the connections; the threads shared with the application's live on. */
	@Override
	public void destroy() {
		super.destroy();
		if (this.resources != null) {
			this.resources.shutdown(0, 0, TimeUnit.MILLISECONDS);
		}
	}

	private static RedisConfiguration servers(LettuceConnectionFactory source) {
		if (source.getClusterConfiguration() != null) {
			return source.getClusterConfiguration();
		}
		if (source.getSentinelConfiguration() != null) {
			return source.getSentinelConfiguration();
		}
		if (source.getSocketConfiguration() != null) {
			return source.getSocketConfiguration();
		}
		return source.getStandaloneConfiguration();
	}

	private static LettuceClientConfiguration client(LettuceClientConfiguration source, ClientResources resources,
			Duration timeout, Duration reconnect) {
		LettuceClientConfigurationBuilder client = LettuceClientConfiguration.builder()
			.commandTimeout(timeout)
			.shutdownTimeout(Duration.ZERO)
			.shutdownQuietPeriod(Duration.ZERO)
			.clientResources(resources)
			.clientOptions(options(source, timeout, reconnect));
		source.getClientName().ifPresent(client::clientName);
		source.getRedisCredentialsProviderFactory().ifPresent(client::redisCredentialsProviderFactory);
		if (source.isUseSsl()) {
			var ssl = client.useSsl();
			ssl.verifyPeer(source.getVerifyMode());
			if (source.isStartTls()) {
				ssl.startTls();
			}
		}
		return client.build();
	}

	private static ClientOptions options(LettuceClientConfiguration source, Duration timeout, Duration reconnect) {
		ClientOptions options = source.getClientOptions().orElseGet(ClientOptions::create);
		SocketOptions socket = options.getSocketOptions().mutate().connectTimeout(timeout).build();
		// The waiting thread keeps the time itself: a timer per command would cost more.
		ClientOptions ours = options.mutate()
			.disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
			.requestQueueSize(MAX_QUEUED)
			.socketOptions(socket)
			.timeoutOptions(TimeoutOptions.create())
			.build();
		return ClusterClientOptions.builder(ours).topologyRefreshOptions(refresh(options, reconnect)).build();
	}

	/**
	 * Has the client learn of a failover in a cluster as soon as it shows. By default it
	 * never does: the slots of a primary that died would be without a cache until the
	 * application is restarted.
	 */
	private static ClusterTopologyRefreshOptions refresh(ClientOptions given, Duration reconnect) {
		ClusterTopologyRefreshOptions applications = (given instanceof ClusterClientOptions cluster)
				? cluster.getTopologyRefreshOptions() : null;
		return ClusterTopologyRefreshOptions.builder()
			// Off where nodes give addresses that cannot be reached from here.
			.dynamicRefreshSources(applications == null || applications.useDynamicRefreshSources())
			.enableAllAdaptiveRefreshTriggers()
			.refreshTriggersReconnectAttempts(1)
			.adaptiveRefreshTriggersTimeout(reconnect)
			.enablePeriodicRefresh(TOPOLOGY_REFRESH)
			.build();
	}

	/**
	 * Shares threads with the application's connections where they can be had. Lettuce's
	 * own delay doubles up to half a minute: too long to be without a cache. A trace and
	 * a latency record of every command would cost more than the command; the call is
	 * observed as a whole.
	 */
	private static ClientResources resources(Optional<ClientResources> shared, Duration pause) {
		return shared.map(ClientResources::mutate)
			.orElseGet(ClientResources::builder)
			.reconnectDelay(Delay.constant(pause))
			.tracing(Tracing.disabled())
			.commandLatencyRecorder(CommandLatencyRecorder.disabled())
			.build();
	}

}
