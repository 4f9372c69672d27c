package com.example.desk;

import java.net.ServerSocket;

import org.junit.jupiter.api.Test;
import redis.embedded.RedisServer;

import static org.assertj.core.api.Assertions.assertThat;

class DeskApplicationTests {

	@Test
	void theSecondAnswerComesFromRedis() throws Exception {
		String address = System.getenv("LLM_CACHE_TEST_REDIS");
		if (address != null) {
			int colon = address.lastIndexOf(':');
			assertThat(ask(address.substring(0, colon), address.substring(colon + 1))).isZero();
			return;
		}
		int port = freePort();
		RedisServer redis = new RedisServer(port);
		redis.start();
		try {
			assertThat(ask("localhost", Integer.toString(port))).isZero();
		}
		finally {
			redis.stop();
		}
	}

	private static int ask(String host, String port) {
		return DeskApplication.run("--spring.data.redis.host=" + host, "--spring.data.redis.port=" + port);
	}

	private static int freePort() throws Exception {
		try (ServerSocket socket = new ServerSocket(0)) {
			return socket.getLocalPort();
		}
	}

}
