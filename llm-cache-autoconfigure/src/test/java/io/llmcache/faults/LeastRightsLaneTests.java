package io.llmcache.faults;

import java.util.List;
import java.util.stream.Stream;

import io.llmcache.test.RedisKind;
import io.llmcache.test.TestRedis;
import io.llmcache.test.TestServers;

/**
 * As a user with the rights that the manual asks for, and no other.
 */
class LeastRightsLaneTests extends LaneContractTests {

	@Override
	TestServers servers() {
		TestRedis redis = TestRedis.start(RedisKind.REDIS_6);
		LeastRightsIntegrationTests.grant(redis, "");
		return new AsThatUser(redis);
	}

	@Override
	String lane() {
		return "least rights";
	}

	private record AsThatUser(TestRedis redis) implements TestServers {

		@Override
		public String[] properties() {
			return Stream
				.concat(Stream.of(this.redis.properties()),
						Stream.of("spring.data.redis.username=cache", "spring.data.redis.password=password"))
				.toArray(String[]::new);
		}

		@Override
		public List<TestRedis> primaries() {
			return this.redis.primaries();
		}

		@Override
		public void close() {
			this.redis.close();
		}

	}

}
