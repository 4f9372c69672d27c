package io.llmcache.store;

import java.util.List;

import io.llmcache.store.Concern.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ServerInfoTests {

	@ParameterizedTest
	@ValueSource(strings = { "6.2.0", "6.2.14", "7.2.4", "8.10.1", "10.0.0", "unheard of", "" })
	void versionsThatWillDo(String version) {
		assertThat(concerns("redis_version:" + version)).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "6.0.20", "5.0.14", "3.2.1" })
	void versionsThatAreTooOld(String version) {
		List<Concern> concerns = concerns("# Server", "redis_version:" + version);
		assertThat(concerns).extracting(Concern::kind).containsExactly(Kind.OLD_VERSION);
		assertThat(concerns.get(0).text()).contains(version).contains("6.2");
	}

	@ParameterizedTest
	@ValueSource(strings = { "allkeys-lru", "allkeys-lfu", "volatile-lru", "volatile-lfu", "allkeys-lrm" })
	void policiesThatLeaveLeasesAlone(String policy) {
		assertThat(concerns("maxmemory:1000", "used_memory:10", "maxmemory_policy:" + policy)).isEmpty();
	}

	@ParameterizedTest
	@CsvSource({ "volatile-ttl, more than once", "volatile-random, more than once", "allkeys-random, more than once",
			"noeviction, nothing new is stored" })
	void policiesThatCostSomething(String policy, String cost) {
		List<Concern> concerns = concerns("maxmemory:1000", "used_memory:10", "maxmemory_policy:" + policy);
		assertThat(concerns).extracting(Concern::kind).containsExactly(Kind.EVICTION_POLICY);
		assertThat(concerns.get(0).text()).contains(policy).contains(cost).contains("allkeys-lru");
	}

	@Test
	void withoutABoundThePolicyDoesNotMatter() {
		assertThat(concerns("maxmemory:0", "used_memory:10", "maxmemory_policy:noeviction")).isEmpty();
	}

	@Test
	void aFillLevelThatGoesUpAndDownAroundTheLineIsOneConcern() {
		assertThat(full(899, false)).isFalse();
		assertThat(full(900, false)).isTrue();
		assertThat(full(870, true)).isTrue();
		assertThat(full(849, true)).isFalse();
	}

	private static boolean full(int used, boolean wasFull) {
		return new ServerInfo("maxmemory:1000\r\nmaxmemory_policy:allkeys-lru\r\nused_memory:" + used)
			.concerns("", wasFull)
			.stream()
			.anyMatch((concern) -> concern.kind() == Kind.MEMORY_NEARLY_FULL);
	}

	@Test
	void aReplicaIsReadOnlyUnlessToldOtherwise() {
		assertThat(concerns("role:slave", "slave_read_only:1")).extracting(Concern::kind)
			.containsExactly(Kind.READ_ONLY);
		assertThat(concerns("role:slave", "slave_read_only:0")).isEmpty();
		assertThat(concerns("role:master")).isEmpty();
	}

	@Test
	void whatIsNoInfoIsNoConcern() {
		assertThat(concerns("", "x", "maxmemory:much", ":", "used_memory:")).isEmpty();
	}

	private static List<Concern> concerns(String... lines) {
		return new ServerInfo(String.join("\r\n", lines)).concerns("", false);
	}

}
