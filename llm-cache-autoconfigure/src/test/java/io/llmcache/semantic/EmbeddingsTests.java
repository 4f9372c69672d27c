package io.llmcache.semantic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;

import io.llmcache.semantic.EmbeddingException.Reason;
import io.llmcache.test.Eventually;
import io.llmcache.test.FakeNanos;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

@Timeout(30)
class EmbeddingsTests {

	private static final Duration LONG = Duration.ofSeconds(20);

	private static final Duration SHORT = Duration.ofMillis(20);

	private static final String SECRET = "canary-7f3a";

	private final FakeNanos nanos = new FakeNanos();

	private final CountDownLatch release = new CountDownLatch(1);

	private final List<Embeddings> opened = new ArrayList<>();

	@AfterEach
	void close() {
		this.release.countDown();
		this.opened.forEach(Embeddings::close);
	}

	@Test
	void aTextHasTheDirectionThatTheModelReturns() throws Exception {
		UnitVector vector = open(FakeEmbedder.sound(), LONG).embed("hello");
		assertThat(vector.cosine(UnitVector.of(FakeEmbedder.directionOf("hello")))).isCloseTo(1, within(1e-6));
	}

	@Test
	void theModelIsCalledOnceOnADaemonThreadOfThePool() throws Exception {
		AtomicReference<Thread> thread = new AtomicReference<>();
		FakeEmbedder model = new FakeEmbedder((text) -> {
			thread.set(Thread.currentThread());
			return FakeEmbedder.directionOf(text);
		});
		open(model, LONG).embed("hello");
		assertThat(model.calls()).isOne();
		assertThat(thread.get().getName()).matches("llm-cache-embed-\\d");
		assertThat(thread.get().isDaemon()).isTrue();
	}

	@Test
	void theModelFindsItsFilesWhoeverCalls() throws Exception {
		AtomicReference<ClassLoader> loader = new AtomicReference<>();
		Embeddings embeddings = open(new FakeEmbedder((text) -> {
			loader.set(Thread.currentThread().getContextClassLoader());
			return FakeEmbedder.directionOf(text);
		}), LONG);
		Thread caller = new Thread(() -> failureOf(embeddings, "hello"));
		caller.setContextClassLoader(null);
		caller.start();
		caller.join();
		assertThat(loader.get()).isSameAs(FakeEmbedder.class.getClassLoader());
	}

	static Stream<Named<Function<String, float[]>>> unusable() {
		return Stream.of(Named.of("NaN", (text) -> filledWith(Float.NaN)),
				Named.of("one NaN", (text) -> with(FakeEmbedder.directionOf(text), Float.NaN)),
				Named.of("infinity", (text) -> with(FakeEmbedder.directionOf(text), Float.POSITIVE_INFINITY)),
				Named.of("minus infinity", (text) -> with(FakeEmbedder.directionOf(text), Float.NEGATIVE_INFINITY)),
				Named.of("zero", (text) -> new float[FakeEmbedder.DIMENSION]),
				Named.of("one component too few", (text) -> new float[] { 1, 2, 3, 4, 5, 6, 7 }),
				Named.of("one component too many", (text) -> new float[] { 1, 2, 3, 4, 5, 6, 7, 8, 9 }),
				Named.of("no component", (text) -> new float[0]), Named.of("nothing", (text) -> null));
	}

	@ParameterizedTest
	@MethodSource("unusable")
	void whatIsNoVectorIsRejected(Function<String, float[]> answer) {
		assertThat(failureOf(open(new FakeEmbedder(answer), LONG), "hello").reason()).isEqualTo(Reason.UNUSABLE_VECTOR);
	}

	@ParameterizedTest
	@MethodSource("unusable")
	void aModelThatReturnsNoVectorsIsUnfit(Function<String, float[]> answer) {
		assertThat(open(new FakeEmbedder(answer), LONG).check(LONG)).isInstanceOf(Fitness.Unfit.class);
	}

	@Test
	void theLongestComponentsOfAFloatHaveADirection() throws Exception {
		Embeddings embeddings = open(new FakeEmbedder((text) -> filledWith(Float.MAX_VALUE)), LONG);
		assertThat(embeddings.embed("hello").cosine(UnitVector.of(filledWith(Float.MIN_VALUE)))).isCloseTo(1,
				within(1e-6));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "\n\t" })
	void blankTextIsNotEmbedded(String text) {
		FakeEmbedder model = FakeEmbedder.sound();
		assertThat(failureOf(open(model, LONG), text).reason()).isEqualTo(Reason.UNSUITABLE_TEXT);
		assertThat(model.calls()).isZero();
	}

	@Test
	void textBeyondTheWindowIsNotEmbedded() throws Exception {
		FakeEmbedder model = FakeEmbedder.sound();
		Embeddings embeddings = open(model, LONG);
		assertThat(failureOf(embeddings, "x".repeat(101)).reason()).isEqualTo(Reason.UNSUITABLE_TEXT);
		assertThat(model.calls()).isZero();
		assertThat(embeddings.embed("x".repeat(100))).isNotNull();
	}

	@Test
	void whatTheModelSaysOfATextIsNotRepeated() {
		Embeddings embeddings = open(new FakeEmbedder((text) -> {
			throw new IllegalStateException("rejected: " + text, new IllegalArgumentException(text));
		}), LONG);
		EmbeddingException failure = failureOf(embeddings, SECRET);
		assertThat(failure.reason()).isEqualTo(Reason.FAILED);
		assertThat(failure).hasNoCause()
			.hasMessageContaining("IllegalStateException, from java.lang.IllegalArgumentException");
		assertThat(failure.toString()).doesNotContain(SECRET);
	}

	@Test
	void aModelThatHangsCostsItsTimeOut() {
		Embeddings embeddings = open(new FakeEmbedder(FakeEmbedder.hung(this.release)), SHORT);
		EmbeddingException failure = failureOf(embeddings, SECRET);
		assertThat(failure.reason()).isEqualTo(Reason.TIMED_OUT);
		assertThat(failure.toString()).contains("20 ms").doesNotContain(SECRET);
	}

	@Test
	void aModelThatHeedsInterruptsIsFreeAgainAfterTheTimeOut() throws Exception {
		CountDownLatch interrupted = new CountDownLatch(1);
		FakeEmbedder model = new FakeEmbedder((text) -> {
			try {
				this.release.await();
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
			}
			return FakeEmbedder.directionOf(text);
		});
		Embeddings embeddings = open(model, SHORT, 1, 1);
		failureOf(embeddings, "hello");
		interrupted.await();
	}

	@Test
	void whenAllThreadsHangAndTheQueueIsFullOthersFailAtOnce() {
		FakeEmbedder model = new FakeEmbedder(FakeEmbedder.hung(this.release));
		Embeddings embeddings = open(model, LONG, 2, 3);
		List<CompletableFuture<?>> waiting = new ArrayList<>();
		for (int i = 0; i < 5; i++) {
			waiting.add(startEmbedding(embeddings));
			int started = i + 1;
			Eventually.holds(() -> embeddings.pending() == started, () -> embeddings.pending() + " calls");
		}
		for (int i = 0; i < 100; i++) {
			assertThat(failureOf(embeddings, "hello").reason()).isEqualTo(Reason.BUSY);
		}
		assertThat(model.calls()).isEqualTo(2);
		assertThat(embeddings.isAvailable()).as("a burst is no failure of the model").isTrue();
		this.release.countDown();
		assertThat(waiting).allSatisfy((call) -> assertThat(call).succeedsWithin(LONG));
	}

	@Test
	void aCallGivenUpLeavesTheQueue() {
		FakeEmbedder model = new FakeEmbedder(FakeEmbedder.hung(this.release));
		Embeddings embeddings = open(model, SHORT, 1, 1);
		for (int i = 0; i < 3; i++) {
			assertThat(failureOf(embeddings, "hello").reason()).as("call %s", i).isEqualTo(Reason.TIMED_OUT);
		}
		assertThat(model.calls()).isOne();
	}

	@Test
	void afterThreeFailuresInARowTheModelIsLeftAlone() throws Exception {
		FakeEmbedder model = new FakeEmbedder((text) -> {
			throw new IllegalStateException();
		});
		Embeddings embeddings = open(model, LONG);
		failureOf(embeddings, "a");
		failureOf(embeddings, "b");
		model.answers(FakeEmbedder::directionOf);
		embeddings.embed("c");
		model.answers((text) -> {
			throw new IllegalStateException();
		});
		failureOf(embeddings, "d");
		failureOf(embeddings, "e");
		assertThat(embeddings.isAvailable()).as("not yet three in a row").isTrue();
		failureOf(embeddings, "f");
		assertThat(embeddings.isAvailable()).isFalse();
		assertThat(failureOf(embeddings, "g").reason()).isEqualTo(Reason.UNAVAILABLE);
		assertThat(model.calls()).isEqualTo(6);
	}

	@Test
	void textsThatTheModelDoesNotTakeDoNotSilenceIt() throws Exception {
		FakeEmbedder model = FakeEmbedder.sound();
		Embeddings embeddings = open(model, LONG);
		model.answers((text) -> {
			throw new IllegalArgumentException(text);
		});
		for (int i = 0; i < 10; i++) {
			assertThat(failureOf(embeddings, "hello").reason()).isEqualTo(Reason.UNSUITABLE_TEXT);
		}
		model.answers((text) -> filledWith(Float.NaN));
		for (int i = 0; i < 10; i++) {
			assertThat(failureOf(embeddings, "hello").reason()).isEqualTo(Reason.UNUSABLE_VECTOR);
		}
		model.answers(FakeEmbedder::directionOf);
		assertThat(embeddings.embed("hello")).isNotNull();
	}

	@Test
	void aRestingModelIsTriedAgainByOneCallLaterAndLater() throws Exception {
		FakeEmbedder model = new FakeEmbedder((text) -> {
			throw new IllegalStateException();
		});
		Embeddings embeddings = open(model, LONG);
		List<Integer> rests = List.of(5, 10, 20, 40, 60, 60);
		for (int i = 0; i < 3; i++) {
			failureOf(embeddings, "hello");
		}
		for (int rest : rests) {
			this.nanos.advance(Duration.ofSeconds(rest).minusMillis(1));
			assertThat(failureOf(embeddings, "hello").reason()).isEqualTo(Reason.UNAVAILABLE);
			this.nanos.advance(Duration.ofMillis(2));
			assertThat(failureOf(embeddings, "hello").reason()).isEqualTo(Reason.FAILED);
		}
		assertThat(model.calls()).isEqualTo(3 + rests.size());
		model.answers(FakeEmbedder::directionOf);
		this.nanos.advance(Duration.ofSeconds(61));
		embeddings.embed("hello");
		assertThat(embeddings.isAvailable()).isTrue();
	}

	@Test
	void theCallThatTriesAgainMayBeInterrupted() throws Exception {
		FakeEmbedder model = new FakeEmbedder((text) -> {
			throw new IllegalStateException();
		});
		Embeddings embeddings = open(model, LONG);
		for (int i = 0; i < 3; i++) {
			failureOf(embeddings, "hello");
		}
		this.nanos.advance(Duration.ofSeconds(6));
		model.answers(FakeEmbedder.hung(this.release));
		Thread.currentThread().interrupt();
		assertThat(failureOf(embeddings, "hello").reason()).isEqualTo(Reason.INTERRUPTED);
		assertThat(Thread.interrupted()).isTrue();
		model.answers(FakeEmbedder::directionOf);
		assertThat(embeddings.embed("hello")).isNotNull();
	}

	@Test
	void anInterruptEndsTheWaitAndStays() throws Exception {
		Embeddings embeddings = open(new FakeEmbedder(FakeEmbedder.hung(this.release)), LONG);
		AtomicReference<Reason> reason = new AtomicReference<>();
		AtomicReference<Boolean> flag = new AtomicReference<>();
		Thread caller = new Thread(() -> {
			reason.set(failureOf(embeddings, "hello").reason());
			flag.set(Thread.currentThread().isInterrupted());
		});
		caller.start();
		Eventually.holds(() -> embeddings.pending() == 1, () -> "no call");
		caller.interrupt();
		caller.join();
		assertThat(reason.get()).isEqualTo(Reason.INTERRUPTED);
		assertThat(flag.get()).isTrue();
	}

	@Test
	void closingReleasesEveryCallerThoughTheModelHangs() {
		Embeddings embeddings = open(new FakeEmbedder(FakeEmbedder.hung(this.release)), LONG, 1, 3);
		List<CompletableFuture<Reason>> callers = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			callers.add(CompletableFuture.supplyAsync(() -> failureOf(embeddings, "hello").reason(), threads()));
		}
		Eventually.holds(() -> embeddings.pending() == 3, () -> embeddings.pending() + " calls");
		long begin = System.nanoTime();
		embeddings.close();
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
		assertThat(callers).allSatisfy((caller) -> assertThat(caller).succeedsWithin(LONG).isEqualTo(Reason.CLOSED));
		assertThat(failureOf(embeddings, "hello").reason()).isEqualTo(Reason.CLOSED);
	}

	@Test
	void closingLeavesNoThread() throws Exception {
		AtomicReference<Thread> thread = new AtomicReference<>();
		Embeddings embeddings = open(new FakeEmbedder((text) -> {
			thread.set(Thread.currentThread());
			return FakeEmbedder.directionOf(text);
		}), LONG);
		embeddings.embed("hello");
		embeddings.close();
		Eventually.holds(() -> !thread.get().isAlive(), () -> thread.get().getName());
	}

	@Test
	void aSoundModelIsFit() {
		assertThat(open(FakeEmbedder.sound(), LONG).check(LONG)).isEqualTo(new Fitness.Fit(FakeEmbedder.DIMENSION));
	}

	@Test
	void aModelWithOneVectorForAllIsUnfit() {
		Embeddings embeddings = open(new FakeEmbedder((text) -> new float[] { 1, 2, 3, 4, 5, 6, 7, 8 }), LONG);
		assertThat(embeddings.check(LONG)).isEqualTo(new Fitness.Unfit("unrelated texts have cosine 1.0000"));
	}

	@Test
	void aModelThatKnowsNoTextAgainIsUnfit() {
		AtomicInteger count = new AtomicInteger();
		Embeddings embeddings = open(new FakeEmbedder((text) -> {
			float[] vector = new float[FakeEmbedder.DIMENSION];
			vector[count.getAndIncrement() % FakeEmbedder.DIMENSION] = 1;
			return vector;
		}), LONG);
		assertThat(embeddings.check(LONG)).isEqualTo(new Fitness.Unfit("a text has cosine 0.0000 with itself"));
	}

	@Test
	void aModelWhoseClassesAreMissingIsUnfit() {
		Embeddings embeddings = open(new FakeEmbedder((text) -> {
			throw new UnsatisfiedLinkError("libsomething.so");
		}), LONG);
		assertThat(embeddings.check(LONG))
			.isEqualTo(new Fitness.Unfit("the embedding model cannot be loaded (java.lang.UnsatisfiedLinkError)"));
	}

	@Test
	void aModelThatThrowsOrHangsIsUnreachable() {
		Embeddings failing = open(new FakeEmbedder((text) -> {
			throw new IllegalStateException(SECRET);
		}), LONG);
		assertThat(failing.check(LONG))
			.isEqualTo(new Fitness.Unreachable("the embedding model failed (java.lang.IllegalStateException)"));
		assertThat(open(new FakeEmbedder(FakeEmbedder.hung(this.release)), LONG).check(SHORT))
			.isEqualTo(new Fitness.Unreachable("the embedding model did not answer within 20 ms"));
	}

	private Embeddings open(Embedder model, Duration timeout) {
		return open(model, timeout, 2, 64);
	}

	private Embeddings open(Embedder model, Duration timeout, int threads, int queue) {
		Embeddings embeddings = new Embeddings(model, timeout, threads, queue, this.nanos);
		this.opened.add(embeddings);
		return embeddings;
	}

	private static EmbeddingException failureOf(Embeddings embeddings, String text) {
		return catchThrowableOfType(EmbeddingException.class, () -> embeddings.embed(text));
	}

	private static CompletableFuture<UnitVector> startEmbedding(Embeddings embeddings) {
		return CompletableFuture.supplyAsync(() -> {
			try {
				return embeddings.embed("hello");
			}
			catch (EmbeddingException ex) {
				throw new IllegalStateException(ex);
			}
		}, threads());
	}

	// One each: the common pool may have fewer than the tests have callers.
	private static Executor threads() {
		return (task) -> new Thread(task).start();
	}

	private static float[] filledWith(float component) {
		float[] vector = new float[FakeEmbedder.DIMENSION];
		Arrays.fill(vector, component);
		return vector;
	}

	private static float[] with(float[] vector, float component) {
		vector[vector.length - 1] = component;
		return vector;
	}

}
