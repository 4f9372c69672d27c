package io.llmcache.faults;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.llmcache.CacheIncident;
import io.llmcache.CacheOutcome;
import io.llmcache.test.Fault;
import io.llmcache.test.Seen;
import io.llmcache.test.TestRedis;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * R9: a Redis that is full for good. Whatever it throws out, leases included, costs
 * loads, and never an error or a wrong answer.
 */
class EvictionPolicyIntegrationTests {

	private static final List<String> QUESTIONS = IntStream.range(0, 600)
		.mapToObj((i) -> "Question " + i + " ".repeat(10_000))
		.toList();

	@ParameterizedTest
	@Fault("R9")
	@ValueSource(strings = { "noeviction", "allkeys-lru", "allkeys-random", "volatile-ttl", "volatile-random" })
	void whatIsThrownOutCostsALoad(String policy, Seen seen) throws Exception {
		try (TestRedis redis = TestRedis.start("--maxmemory-policy", policy);
				DeskInstance here = DeskInstance.start(patient(redis));
				DeskInstance there = DeskInstance.start(patient(redis))) {
			here.awaitCache();
			there.awaitCache();
			redis.command("CONFIG", "SET", "maxmemory", Long.toString(used(redis) + 2_000_000));
			try (Traffic traffic = Traffic.of(4, QUESTIONS, here, there)) {
				traffic.awaitCalls(2_000);
				traffic.stop();

				assertThat(traffic.errors()).isEmpty();
				assertThat(traffic.wrong()).isEmpty();
				assertThat(traffic.count(CacheOutcome.BYPASS)).isZero();
				long failed = here.desk().count(CacheIncident.FAILED_WRITE)
						+ there.desk().count(CacheIncident.FAILED_WRITE);
				if (policy.equals("noeviction")) {
					assertThat(failed).isPositive();
				}
				else {
					assertThat(evicted(redis)).isPositive();
				}
				seen.that(policy + ": " + traffic + ", " + evicted(redis) + " keys thrown out, " + failed
						+ " failed writes, " + most(here, there) + " loads of a key at most");
			}
		}
	}

	private static String[] patient(TestRedis redis) {
		return new String[] { redis.properties()[0], redis.properties()[1], Desk.PATIENT };
	}

	private static long used(TestRedis redis) {
		return number(redis, "memory", "used_memory");
	}

	private static long evicted(TestRedis redis) {
		return number(redis, "stats", "evicted_keys");
	}

	private static long number(TestRedis redis, String section, String name) {
		String info = String.valueOf(redis.command("INFO", section));
		return Long.parseLong(info.replaceAll("(?s).*\\b" + name + ":(\\d+).*", "$1"));
	}

	private static long most(DeskInstance here, DeskInstance there) {
		Map<String, Long> loads = Stream.concat(here.model().prompts().stream(), there.model().prompts().stream())
			.collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
		return loads.values().stream().mapToLong(Long::longValue).max().orElse(0);
	}

}
