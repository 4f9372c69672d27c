package io.llmcache.test;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FreePorts}.
 */
class FreePortsTests {

	@Test
	void theSystemHandsOutNeitherThePortOfAServerNorThatOfItsBus() throws IOException {
		int[] handedOut = new int[200];
		for (int i = 0; i < handedOut.length; i++) {
			try (ServerSocket socket = new ServerSocket(0)) {
				handedOut[i] = socket.getLocalPort();
			}
		}
		int highest = IntStream.range(0, 200).map((i) -> FreePorts.next()).max().orElseThrow();
		assertThat(IntStream.of(handedOut)).allSatisfy((port) -> assertThat(port).isGreaterThan(highest + 10_000));
	}

}
