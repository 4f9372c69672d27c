package io.llmcache.flight;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.llmcache.flight.WakeUps.WakeUp;
import io.llmcache.key.Digest;
import io.llmcache.store.TestKeys;
import io.llmcache.test.Eventually;
import io.llmcache.test.Fault;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Who waits for other JVMs.
 */
class WakeUpsTests {

	private final WakeUps wakeUps = new WakeUps();

	private final Digest digest = TestKeys.digest("x");

	@Test
	void aReleaseWakesWhoWaitsForTheDigest() {
		CompletableFuture<WakeUp> signal = this.wakeUps.expect(this.digest);
		CompletableFuture<WakeUp> other = this.wakeUps.expect(TestKeys.digest("y"));

		this.wakeUps.wake(this.digest, true);

		assertThat(signal).isCompletedWithValue(WakeUp.LOOK);
		assertThat(other).isNotDone();
		this.wakeUps.wake(TestKeys.digest("y"), false);
		assertThat(other).isCompletedWithValue(WakeUp.GO);
		assertThat(this.wakeUps.size()).isZero();
	}

	@Test
	void twoWhoWaitForTheSameShareTheSignal() {
		assertThat(this.wakeUps.expect(this.digest)).isSameAs(this.wakeUps.expect(this.digest));
	}

	@Test
	void aWakeUpOfNobodyIsNothing() {
		this.wakeUps.wake(this.digest, true);

		assertThat(this.wakeUps.expect(this.digest)).isNotDone();
	}

	@Test
	void withoutAnyNoticeOneLooksByItself() throws Exception {
		CompletableFuture<WakeUp> signal = this.wakeUps.expect(this.digest);

		WakeUps.limit(signal, Duration.ZERO);

		assertThat(signal.get(10, TimeUnit.SECONDS)).isEqualTo(WakeUp.LOOK);
		assertNobodyIsLeft();
	}

	/** And nobody waits for ever. */
	@Test
	@Fault("L19")
	void racesOfWaitingAndWakingLeaveNothingBehind() throws Exception {
		Random random = new Random(3);
		for (int round = 0; round < 300; round++) {
			Digest raced = TestKeys.digest("x" + random.nextInt(3));
			CompletableFuture<Void> waking = CompletableFuture.runAsync(() -> this.wakeUps.wake(raced, true));
			CompletableFuture<WakeUp> signal = this.wakeUps.expect(raced);
			WakeUps.limit(signal, Duration.ofMillis(2));
			signal.get(10, TimeUnit.SECONDS);
			waking.get(10, TimeUnit.SECONDS);
		}
		assertNobodyIsLeft();
	}

	// Who waits is woken first, and only then is the signal forgotten.
	private void assertNobodyIsLeft() {
		Eventually.holds(() -> this.wakeUps.size() == 0, () -> this.wakeUps.size() + " signals left");
	}

}
