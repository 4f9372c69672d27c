package io.llmcache.test;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class FakeModelTests {

	private final FakeModel model = new FakeModel();

	@Test
	void answersAndCounts() {
		assertThat(this.model.answer("one")).isEqualTo("answer to one");
		this.model.answerWith((prompt) -> null);
		assertThat(this.model.tryAnswer("two")).isNull();
		assertThat(this.model.prompts()).containsExactly("one", "two");
		assertThat(this.model.calls()).isEqualTo(2);
	}

	@Test
	void takesItsTime() {
		this.model.latency(Duration.ofMillis(80));
		long start = System.nanoTime();
		this.model.answer("one");
		assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(80_000_000L);
	}

	@Test
	void failsAsTold() {
		this.model.failWith(new IOException("told"));
		assertThatExceptionOfType(IOException.class).isThrownBy(() -> this.model.answer("one"));
		this.model.failWith(null);
		assertThat(this.model.answer("one")).isEqualTo("answer to one");
		assertThat(this.model.calls()).isEqualTo(2);
	}

	@Test
	void isHeldAndReleased() {
		this.model.hold();
		CompletableFuture<String> answer = CompletableFuture.supplyAsync(() -> this.model.answer("one"));
		this.model.awaitCalls(1);
		assertThat(answer).isNotDone();
		assertThat(this.model.running()).isEqualTo(1);
		this.model.release();
		assertThat(answer.join()).isEqualTo("answer to one");
		assertThat(this.model.running()).isZero();
	}

	@Test
	void anInterruptedCallEndsAtOnceWithTheFlagSet() throws InterruptedException {
		this.model.hold();
		AtomicBoolean cancelled = new AtomicBoolean();
		Thread caller = new Thread(() -> {
			try {
				this.model.answer("one");
			}
			catch (CancellationException ex) {
				cancelled.set(Thread.currentThread().isInterrupted());
			}
		});
		caller.start();
		this.model.awaitCalls(1);
		caller.interrupt();
		caller.join(5000);
		assertThat(cancelled).isTrue();
	}

	@Test
	void fakeNanosMoveWhenTold() {
		FakeNanos nanos = new FakeNanos();
		long start = nanos.getAsLong();
		assertThat(nanos.getAsLong() - start).isZero();
		nanos.advance(Duration.ofHours(1));
		assertThat(nanos.getAsLong() - start).isEqualTo(Duration.ofHours(1).toNanos());
	}

}
