package io.llmcache.sample.redis;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

class EmbeddedRedisTests {

	private final ApplicationContextRunner contexts = new ApplicationContextRunner()
		.withInitializer((context) -> new EmbeddedRedisInitializer().initialize((GenericApplicationContext) context));

	@Test
	void runsBeforeTheContextNeedsItAndEndsWithIt() {
		int[] port = new int[1];
		this.contexts.run((context) -> {
			port[0] = context.getEnvironment().getRequiredProperty("spring.data.redis.port", Integer.class);
			assertThat(port[0]).isEqualTo(context.getBean(EmbeddedRedis.class).port());
			assertThat(ping(port[0])).isEqualTo("+PONG");
		});
		assertThatIOException().isThrownBy(() -> ping(port[0]));
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring.data.redis.host=localhost", "spring.data.redis.port=6379",
			"spring.data.redis.url=redis://localhost", "spring.data.redis.sentinel.master=main",
			"spring.data.redis.cluster.nodes=localhost:7000" })
	void staysAwayWhereTheUserNamesARedis(String property) {
		this.contexts.withPropertyValues(property)
			.run((context) -> assertThat(context).doesNotHaveBean(EmbeddedRedis.class));
	}

	@Test
	void staysAwayWhereTheEnvironmentNamesARedis() {
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			context.getEnvironment()
				.getPropertySources()
				.replace("systemEnvironment", new SystemEnvironmentPropertySource("systemEnvironment",
						Map.of("SPRING_DATA_REDIS_HOST", "redis")));
			new EmbeddedRedisInitializer().initialize(context);
			assertThat(context.containsBean(EmbeddedRedisInitializer.BEAN_NAME)).isFalse();
		}
	}

	@Test
	void otherRedisPropertiesDoNotKeepItAway() {
		this.contexts.withPropertyValues("spring.data.redis.timeout=1s", "spring.data.redis.repositories.enabled=false")
			.run((context) -> assertThat(context).hasSingleBean(EmbeddedRedis.class));
	}

	@Test
	void takesThePortItIsGiven() throws Exception {
		int free;
		try (ServerSocket socket = new ServerSocket(0)) {
			free = socket.getLocalPort();
		}
		this.contexts.withPropertyValues("desk.redis.port=" + free)
			.run((context) -> assertThat(ping(free)).isEqualTo("+PONG"));
	}

	@Test
	void saysWhatToDoWhenThePortIsTaken() throws Exception {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			assertThatExceptionOfType(EmbeddedRedisException.class)
				.isThrownBy(() -> EmbeddedRedis.start(taken.getLocalPort()))
				.satisfies((ex) -> {
					FailureAnalysis analysis = Objects.requireNonNull(new EmbeddedRedisFailureAnalyzer().analyze(ex));
					assertThat(analysis.getDescription()).contains("Port " + taken.getLocalPort()).contains("taken");
					assertThat(analysis.getAction()).contains("docker compose up").contains("--desk.redis.port");
				});
		}
	}

	private static String ping(int port) throws IOException {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
			socket.getOutputStream().write("PING\r\n".getBytes(StandardCharsets.US_ASCII));
			return new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII);
		}
	}

}
