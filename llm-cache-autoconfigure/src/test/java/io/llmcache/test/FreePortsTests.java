package io.llmcache.test;

import org.junit.jupiter.api.RepeatedTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FreePorts}.
 */
class FreePortsTests {

	private static final int FIRST_THAT_LINUX_HANDS_OUT = 32_768;

	@RepeatedTest(200)
	void noOutgoingConnectionComesByThePortOfAServerNorByThatOfItsBus() {
		assertThat(FreePorts.next()).isBetween(1024, FIRST_THAT_LINUX_HANDS_OUT - 1 - 10_000);
	}

}
