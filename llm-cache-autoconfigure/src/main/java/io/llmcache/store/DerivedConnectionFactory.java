package io.llmcache.store;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SocketOptions.KeepAliveOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.cluster.ClusterClientOptions;
import io.lettuce.core.cluster.ClusterTopologyRefreshOptions;
import io.lettuce.core.metrics.CommandLatencyRecorder;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import io.lettuce.core.tracing.Tracing;

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

	/** Pings of TCP, lest a quiet subscription be dropped on the way without a word. */
	private static final KeepAliveOptions KEEP_ALIVE = KeepAliveOptions.builder()
		.enable()
		.idle(Duration.ofSeconds(30))
		.interval(Duration.ofSeconds(10))
		.count(3)
		.build();

	private final ClientResources resources;

	private DerivedConnectionFactory(RedisConfiguration servers, LettuceClientConfiguration client,
			ClientResources resources) {
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
		ClientResources resources = resources(given.getClientResources(), reconnect);
		DerivedConnectionFactory derived = new DerivedConnectionFactory(servers(source),
				client(given, resources, timeout, reconnect), resources);
		derived.afterPropertiesSet();
		derived.start();
		return derived;
	}

	/** Ends the connections; the threads shared with the application's live on. */
	@Override
	public void destroy() {
		super.destroy();
		this.resources.shutdown(0, 0, TimeUnit.MILLISECONDS);
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
		SocketOptions given = options.getSocketOptions();
		SocketOptions.Builder socket = given.mutate().connectTimeout(timeout);
		if (given.getKeepAlive().getIdle().equals(KeepAliveOptions.DEFAULT_IDLE)) {
			socket.keepAlive(KEEP_ALIVE);
		}
		// The waiting thread keeps the time itself: a timer per command would cost more.
		ClientOptions ours = options.mutate()
			.disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS)
			.requestQueueSize(MAX_QUEUED)
			.socketOptions(socket.build())
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
		return shared.map(DerivedConnectionFactory::sharing)
			.orElseGet(ClientResources::builder)
			.reconnectDelay(Delay.constant(pause))
			.tracing(Tracing.disabled())
			.commandLatencyRecorder(CommandLatencyRecorder.disabled())
			.build();
	}

	/**
	 * A mutation alone would own what it shares, and end the application's threads with
	 * its own; what is handed in stays.
	 */
	private static ClientResources.Builder sharing(ClientResources shared) {
		return shared.mutate()
			.eventExecutorGroup(shared.eventExecutorGroup())
			.eventLoopGroupProvider(shared.eventLoopGroupProvider())
			.timer(shared.timer());
	}

}
