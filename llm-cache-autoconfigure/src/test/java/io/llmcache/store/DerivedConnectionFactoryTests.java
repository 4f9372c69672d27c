package io.llmcache.store;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.SocketOptions.KeepAliveOptions;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.DefaultClientResources;
import io.llmcache.test.TestRedis;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

class DerivedConnectionFactoryTests {

	private final ClientResources resources = DefaultClientResources.create();

	@AfterEach
	void shutDown() {
		this.resources.shutdown(0, 0, TimeUnit.MILLISECONDS);
	}

	@Test
	void whatIsSharedOutlivesIt() throws Exception {
		LettuceConnectionFactory source = source(ClientOptions.create());
		DerivedConnectionFactory derived = derive(source);
		assertThat(ping(derived)).isEqualTo("PONG");

		derived.destroy();
		assertThat(this.resources.eventExecutorGroup().isShuttingDown()).isFalse();
		CountDownLatch rung = new CountDownLatch(1);
		this.resources.timer().newTimeout((timeout) -> rung.countDown(), 1, TimeUnit.MILLISECONDS);
		assertThat(rung.await(20, TimeUnit.SECONDS)).isTrue();
		assertThat(ping(source)).isEqualTo("PONG");
		source.destroy();
	}

	@Test
	void quietConnectionsAreKeptAliveUnlessTheApplicationSaysHow() {
		assertThat(idle(ClientOptions.create())).isLessThan(Duration.ofMinutes(1));
		SocketOptions own = SocketOptions.builder()
			.keepAlive(KeepAliveOptions.builder().enable().idle(Duration.ofMinutes(7)).build())
			.build();
		assertThat(idle(ClientOptions.builder().socketOptions(own).build())).isEqualTo(Duration.ofMinutes(7));
	}

	private Duration idle(ClientOptions options) {
		LettuceConnectionFactory source = source(options);
		DerivedConnectionFactory derived = derive(source);
		try {
			return derived.getClientConfiguration()
				.getClientOptions()
				.orElseThrow()
				.getSocketOptions()
				.getKeepAlive()
				.getIdle();
		}
		finally {
			derived.destroy();
			source.destroy();
		}
	}

	private LettuceConnectionFactory source(ClientOptions options) {
		LettuceConnectionFactory source = new LettuceConnectionFactory(
				new RedisStandaloneConfiguration(TestRedis.shared().host(), TestRedis.shared().port()),
				LettuceClientConfiguration.builder().clientResources(this.resources).clientOptions(options).build());
		source.afterPropertiesSet();
		source.start();
		return source;
	}

	private static DerivedConnectionFactory derive(LettuceConnectionFactory source) {
		return DerivedConnectionFactory.from(source, Duration.ofSeconds(5), Duration.ofMillis(100));
	}

	private static String ping(LettuceConnectionFactory factory) {
		try (RedisConnection connection = factory.getConnection()) {
			return String.valueOf(connection.ping());
		}
	}

}
