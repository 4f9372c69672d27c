package io.llmcache.engine;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

import io.llmcache.CachePolicy;
import io.llmcache.intercept.TestPolicy;
import io.llmcache.key.CacheKey;
import io.llmcache.store.Entry;
import io.llmcache.store.ResponseStore;
import io.llmcache.store.ResponseStore.Touch;
import io.llmcache.store.ResponseStore.Touched;
import io.llmcache.store.TestKeys;
import io.llmcache.test.EveryOrder;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Test;

/**
 * Hits that are counted while others are sent, in every order in which the steps may
 * come. The store here only adds up: a server cannot be asked in every order.
 */
class HitRecorderConcurrencyTests {

	@Test
	void inEveryOrderEachHitIsSentOnce() {
		EveryOrder.explains(Hits.class, OneByOne.class, "hit 0 | flush, hit 0 |", "hit 0, hit 0 | hit 0, flush |");
	}

	/** Hits on two entries, and the timer's thread. */
	@Param(name = "question", gen = IntGen.class, conf = "0:1")
	public static class Hits {

		private static final CachePolicy POLICY = new TestPolicy("desk").hot(4, Duration.ofHours(1)).build();

		private static final CacheKey[] KEYS = { TestKeys.key("desk", "a"), TestKeys.key("desk", "b") };

		private static final Entry[] ENTRIES = { entry(KEYS[0]), entry(KEYS[1]) };

		private final AtomicLong recorded = new AtomicLong();

		private final AtomicLong sent = new AtomicLong();

		private final HitRecorder recorder = new HitRecorder((ResponseStore) Proxy.newProxyInstance(
				ResponseStore.class.getClassLoader(), new Class<?>[] { ResponseStore.class },
				(proxy, method, arguments) -> switch (method.getName()) {
					case "touch" -> add((List<?>) arguments[0]);
					case "equals" -> proxy == arguments[0];
					case "hashCode" -> 1;
					default -> throw new IllegalStateException("The recorder does nothing but touch");
				}));

		/** About to go stale, so that each hit is due however hot the entry is. */
		private static Entry entry(CacheKey key) {
			return Entry.of(key, "0".repeat(Entry.STAMP_LENGTH), 0, 1_000, 0, new byte[0]);
		}

		private List<Touched> add(List<?> touches) {
			return touches.stream()
				.map((touch) -> new Touched(this.sent.addAndGet(((Touch) touch).hits()), 1_000))
				.toList();
		}

		@Operation
		public void hit(@Param(name = "question") int question) {
			this.recorder.record(new Call(KEYS[question], POLICY), ENTRIES[question], 500);
			this.recorded.incrementAndGet();
		}

		/** The window of both has passed; hits of the new one count anew. */
		@Operation
		public void hitLater(@Param(name = "question") int question) {
			this.recorder.record(new Call(KEYS[question], POLICY), ENTRIES[question], 7_200_000);
			this.recorded.incrementAndGet();
		}

		@Operation(nonParallelGroup = "timer")
		public void flush() {
			this.recorder.flush();
		}

		@Validate
		public void allIsSentAtLast() {
			this.recorder.flush();
			if (this.sent.get() != this.recorded.get()) {
				throw new IllegalStateException(this.sent + " of " + this.recorded + " hits were sent");
			}
		}

	}

	/** What the operations return, which is nothing. */
	public static class OneByOne {

		public void hit(int question) {
			// What becomes of it is seen at the end.
		}

		public void hitLater(int question) {
			// What becomes of it is seen at the end.
		}

		public void flush() {
			// What becomes of it is seen at the end.
		}

	}

}
