package io.llmcache.store;

import java.time.Duration;
import java.util.Random;

import io.llmcache.test.FakeNanos;
import io.llmcache.test.Fault;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

/**
 * The time of Redis as a JVM tells it.
 */
class RedisClockTests {

	private static final long T = 1_795_000_000_000L;

	private final FakeNanos nanos = new FakeNanos();

	private final RedisClock clock = new RedisClock(this.nanos);

	@Test
	void knowsNothingBeforeTheFirstReply() {
		assertThatIllegalStateException().isThrownBy(this.clock::now);
	}

	/** Across the overflow of the monotonic clock, too, which is a millisecond away. */
	@Test
	void runsOnBetweenReplies() {
		this.clock.learn(T, this.clock.nanoTime());
		assertThat(this.clock.now()).isCloseTo(T, within(1L));

		this.nanos.advance(Duration.ofHours(3));

		assertThat(this.clock.now()).isCloseTo(T + 3 * 3_600_000L, within(1L));
	}

	@Test
	void repliesThatAgreeDoNotMoveIt() {
		this.clock.learn(T, this.clock.nanoTime());
		long before = this.clock.now();
		long sent = this.clock.nanoTime();
		this.nanos.advance(Duration.ofMillis(80));

		this.clock.learn(T + 33, sent);

		assertThat(this.clock.now()).isEqualTo(before + 80);
	}

	/** Redis' clock set, or another primary. */
	@Test
	@Fault("L14")
	void followsAStepOfAnHourEitherWay() {
		this.clock.learn(T, this.clock.nanoTime());
		for (long step : new long[] { 3_600_000L, -3_600_000L }) {
			this.clock.learn(T + step, this.clock.nanoTime());
			assertThat(this.clock.now()).isCloseTo(T + step, within(1L));
		}
	}

	@Test
	@Fault("L14")
	void isNeverFurtherOffThanTheLastReplyWasOnItsWay() {
		Random random = new Random(7);
		long truth = T;
		for (int i = 0; i < 20_000; i++) {
			if (random.nextInt(100) == 0) {
				truth += random.nextInt(7_200_001) - 3_600_000;
			}
			long sent = this.clock.nanoTime();
			int there = random.nextInt(random.nextInt(20) == 0 ? 200 : 3);
			int back = random.nextInt(random.nextInt(20) == 0 ? 200 : 3);
			truth += there;
			long reply = truth;
			truth += back;
			this.nanos.advance(Duration.ofMillis(there + back));
			this.clock.learn(reply, sent);
			assertThat(this.clock.now()).as("reply %d", i).isCloseTo(truth, within(there + back + 2L));
			int pause = random.nextInt(2_000);
			truth += pause;
			this.nanos.advance(Duration.ofMillis(pause));
		}
	}

}
