package io.llmcache.test;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.lettuce.core.RedisException;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TcpProxyTests {

	private final TcpProxy proxy = TcpProxy.before(TestRedis.shared());

	private final TestRedis redis = new TestRedis("127.0.0.1", this.proxy.port(), null);

	@BeforeEach
	void fill() {
		this.redis.flush();
		this.redis.command("MSET", "one", "1", "two", "2", "three", "3");
	}

	@AfterEach
	void close() {
		this.redis.close();
		this.proxy.close();
	}

	@Test
	void passesEverythingOn() {
		String large = "x\r\n".repeat(500_000);
		this.redis.command("SET", "large", large);
		assertThat(this.redis.command("GET", "large")).isEqualTo(large);
		assertThat(this.redis.command("MGET", "one", "none", "two")).asInstanceOf(InstanceOfAssertFactories.LIST)
			.containsExactly("1", null, "2");
		assertThat(this.redis.command("CONFIG", "GET", "port")).asInstanceOf(InstanceOfAssertFactories.LIST)
			.contains("port");
		assertThatExceptionOfType(RedisException.class).isThrownBy(() -> this.redis.command("INCR", "large"));
		assertThat(this.proxy.connections()).isEqualTo(1);
	}

	@Test
	void delaysReplies() {
		this.redis.connection().setTimeout(Duration.ofMillis(300));
		this.proxy.delay(Duration.ofSeconds(2));
		assertThatExceptionOfType(RedisException.class).isThrownBy(() -> this.redis.command("GET", "one"));
		this.redis.connection().setTimeout(Duration.ofSeconds(10));
		this.proxy.restore();
		assertThat(this.redis.command("GET", "two")).isEqualTo("2");
	}

	@Test
	void cutsAndRefuses() {
		this.redis.connection().setTimeout(Duration.ofMillis(500));
		this.proxy.cut();
		assertThat(this.proxy.connections()).isZero();
		try (TestRedis other = new TestRedis("127.0.0.1", this.proxy.port(), null)) {
			assertThatExceptionOfType(RedisException.class).isThrownBy(() -> other.command("PING"))
				.withRootCauseInstanceOf(ConnectException.class);
			this.proxy.restore();
			assertThat(other.command("GET", "one")).isEqualTo("1");
		}
	}

	@Test
	void resetsAndLetsComeBack() throws IOException {
		try (Socket client = new Socket(InetAddress.getLoopbackAddress(), this.proxy.port())) {
			client.getOutputStream().write("*1\r\n$4\r\nPING\r\n".getBytes(StandardCharsets.US_ASCII));
			assertThat(client.getInputStream().readNBytes(7)).asString().isEqualTo("+PONG\r\n");
			this.proxy.reset();
			assertThatExceptionOfType(SocketException.class).isThrownBy(client.getInputStream()::read);
		}
		awaitReconnect();
		assertThat(this.redis.command("GET", "one")).isEqualTo("1");
		assertThat(this.proxy.connections()).isEqualTo(1);
	}

	@Test
	void swallowsEverything() {
		this.redis.connection().setTimeout(Duration.ofMillis(300));
		this.proxy.blackHole();
		assertThatExceptionOfType(RedisException.class).isThrownBy(() -> this.redis.command("GET", "one"));
		assertThat(this.proxy.connections()).isEqualTo(1);
		this.redis.connection().setTimeout(Duration.ofSeconds(10));
		this.proxy.restore();
		awaitReconnect();
		assertThat(this.redis.command("GET", "two")).isEqualTo("2");
	}

	@Test
	void forsakesWhoIsConnectedAndNobodyElse() {
		this.redis.connection().setTimeout(Duration.ofMillis(300));
		this.proxy.forsake();
		assertThatExceptionOfType(RedisException.class).isThrownBy(() -> this.redis.command("GET", "one"));
		try (TestRedis other = new TestRedis("127.0.0.1", this.proxy.port(), null)) {
			assertThat(other.command("GET", "one")).isEqualTo("1");
			assertThat(this.proxy.connections()).as("nobody was told").isEqualTo(2);
		}
	}

	// A command written to a connection whose reset has not been noticed yet fails with
	// it.
	private void awaitReconnect() {
		Eventually.holds(() -> this.proxy.connections() == 1, () -> this.proxy.connections() + " connections");
	}

	@Test
	void givesTheReplyOfOneRequestToTheNext() {
		this.proxy.swapReplies("get");
		assertThat(this.redis.command("GET", "one")).isEqualTo("1");
		assertThat(this.redis.command("PING")).isEqualTo("PONG");
		assertThat(this.proxy.swapped()).isFalse();
		assertThat(this.redis.command("GET", "two")).isEqualTo("1");
		assertThat(this.proxy.swapped()).isTrue();
		assertThat(this.redis.command("GET", "three")).isEqualTo("3");
	}

}
