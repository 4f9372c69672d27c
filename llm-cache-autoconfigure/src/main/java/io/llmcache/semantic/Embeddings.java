package io.llmcache.semantic;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import io.llmcache.semantic.EmbeddingException.Reason;

/**
 * The way to an embedding model: an own pool with a bound, a time-out, no second try, and
 * no vector let through that is not one. A model that hangs holds the threads of this
 * pool and nobody else's; one that has failed several times in a row is left alone for a
 * while, so that an outage costs a few calls their time-out and the others nothing.
 * Thread-safe.
 */
public final class Embeddings implements AutoCloseable {

	/** A model in the JVM takes 12 ms of one processor a text. */
	private static final int THREADS = 2;

	private static final int QUEUE = 64;

	private static final int FAILURES_IN_A_ROW = 3;

	private static final Duration FIRST_REST = Duration.ofSeconds(5);

	private static final Duration LONGEST_REST = Duration.ofMinutes(1);

	private static final Duration IDLE = Duration.ofSeconds(30);

	private static final Duration LONGEST_CLOSE = Duration.ofSeconds(1);

	private static final String PROBE = "How do I change the address that my parcels are sent to?";

	private static final String UNRELATED_PROBE = "Volcanic ash fertilises the vineyards of the island.";

	/** Of a text with itself; rounding to binary16 moves it by less than 1e-6. */
	private static final double SAME = 0.999;

	/** Models exist whose unrelated texts have a cosine of 0.8, but none of 0.95. */
	private static final double MARGIN = 0.05;

	private final Embedder embedder;

	private final Duration patience;

	private final ThreadPoolExecutor pool;

	private final CircuitBreaker breaker;

	private final Set<FutureTask<?>> pending = ConcurrentHashMap.newKeySet();

	/**
	 * A way with two threads and a queue of 64.
	 * @param embedder the model; called from these threads only
	 * @param timeout how long a call waits for its vector, the queue included
	 */
	public Embeddings(Embedder embedder, Duration timeout) {
		this(embedder, timeout, THREADS, QUEUE, System::nanoTime);
	}

	/**
	 * A way of another width.
	 * @param embedder the model; called from these threads only
	 * @param timeout how long a call waits for its vector, the queue included
	 * @param threads the most texts embedded at a time
	 * @param queue the most calls that wait for a thread; those beyond fail at once
	 */
	public Embeddings(Embedder embedder, Duration timeout, int threads, int queue) {
		this(embedder, timeout, threads, queue, System::nanoTime);
	}

	/**
	 * A way of another width, by a clock of its own.
	 * @param embedder the model; called from these threads only
	 * @param timeout how long a call waits for its vector, the queue included
	 * @param threads the most texts embedded at a time
	 * @param queue the most calls that wait for a thread; those beyond fail at once
	 * @param nanos a monotonic clock in nanoseconds
	 */
	Embeddings(Embedder embedder, Duration timeout, int threads, int queue, LongSupplier nanos) {
		this.embedder = embedder;
		this.patience = timeout;
		this.pool = new ThreadPoolExecutor(threads, threads, IDLE.toMillis(), TimeUnit.MILLISECONDS,
				new ArrayBlockingQueue<>(queue), threads(embedder));
		this.pool.allowCoreThreadTimeOut(true);
		this.breaker = CircuitBreaker.of("llm-cache-embed", CircuitBreakerConfig.custom()
			.slidingWindow(FAILURES_IN_A_ROW, FAILURES_IN_A_ROW, CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
			.failureRateThreshold(100)
			.permittedNumberOfCallsInHalfOpenState(1)
			.waitIntervalFunctionInOpenState(IntervalFunction.ofExponentialBackoff(FIRST_REST, 2, LONGEST_REST))
			.clock(new Elapsed(nanos))
			.build());
	}

	private static ThreadFactory threads(Embedder embedder) {
		AtomicInteger number = new AtomicInteger();
		return (task) -> {
			// Nothing of whichever caller comes first: neither what it hands down to its
			// threads nor its class loader, with which models look for their files.
			Thread thread = new Thread(null, task, "llm-cache-embed-" + number.incrementAndGet(), 0, false);
			thread.setDaemon(true);
			thread.setContextClassLoader(embedder.getClass().getClassLoader());
			return thread;
		};
	}

	/**
	 * Names the model; never blocks.
	 * @see Embedder#id()
	 */
	public String id() {
		return this.embedder.id();
	}

	/**
	 * The longest text, in characters, that has a vector.
	 */
	public int maxCharacters() {
		return this.embedder.maxCharacters();
	}

	/**
	 * Whether the model is asked; false while it is left alone after failures.
	 */
	public boolean isAvailable() {
		return this.breaker.getState() == CircuitBreaker.State.CLOSED;
	}

	/**
	 * The direction of a text. Waits for the time-out at most. An interrupt ends the wait
	 * and leaves the flag set.
	 * @param text the text
	 * @throws EmbeddingException when there is none, whatever the model did
	 */
	public UnitVector embed(String text) throws EmbeddingException {
		if (text.isBlank() || text.length() > maxCharacters()) {
			throw new EmbeddingException(Reason.UNSUITABLE_TEXT, "The text is blank or beyond the model's window");
		}
		if (!this.breaker.tryAcquirePermission()) {
			throw new EmbeddingException(Reason.UNAVAILABLE, "The embedding model has failed and is left alone");
		}
		try {
			UnitVector vector = ask(() -> vectorOf(text), this.patience);
			this.breaker.onSuccess(0, TimeUnit.NANOSECONDS);
			return vector;
		}
		catch (EmbeddingException ex) {
			tellBreaker(ex);
			throw ex;
		}
	}

	private void tellBreaker(EmbeddingException failure) {
		switch (failure.reason()) {
			// Says nothing about the model; whoever sends texts that it cannot take must
			// not be able to silence it for the others.
			case UNSUITABLE_TEXT, UNUSABLE_VECTOR, BUSY, INTERRUPTED, CLOSED -> this.breaker.releasePermission();
			default -> this.breaker.onError(0, TimeUnit.NANOSECONDS, failure);
		}
	}

	/**
	 * Looks whether the model does what the semantic layer relies on: a text is as near
	 * as can be to itself, once written and read back, another text is not, and vectors
	 * are as long as the model says. Never throws.
	 * @param patience how long to wait; a model in the JVM is loaded here, which takes
	 * some seconds
	 */
	public Fitness check(Duration patience) {
		try {
			return ask(this::examine, patience);
		}
		catch (EmbeddingException ex) {
			return switch (ex.reason()) {
				case UNUSABLE_VECTOR, NOT_LOADABLE -> new Fitness.Unfit(reason(ex));
				default -> new Fitness.Unreachable(reason(ex));
			};
		}
	}

	private Fitness examine() throws EmbeddingException {
		UnitVector probe = vectorOf(PROBE);
		UnitVector stored = UnitVector.read(probe.halves(), probe.dimension());
		if (stored == null) {
			return new Fitness.Unfit("its vectors cannot be read back");
		}
		double same = stored.cosine(vectorOf(PROBE));
		double unrelated = stored.cosine(vectorOf(UNRELATED_PROBE));
		if (same < SAME) {
			return new Fitness.Unfit("a text has cosine " + rounded(same) + " with itself");
		}
		if (unrelated > same - MARGIN) {
			return new Fitness.Unfit("unrelated texts have cosine " + rounded(unrelated));
		}
		return new Fitness.Fit(probe.dimension());
	}

	/** On a thread of the pool: a model may have to be asked for its dimension, too. */
	private UnitVector vectorOf(String text) throws EmbeddingException {
		float[] raw = this.embedder.embed(text);
		int dimension = this.embedder.dimension();
		if (raw == null || raw.length != dimension) {
			throw new EmbeddingException(Reason.UNUSABLE_VECTOR, "The embedding model says that it has " + dimension
					+ " dimensions and returned " + ((raw != null) ? raw.length : "nothing"));
		}
		try {
			return UnitVector.of(raw);
		}
		catch (IllegalArgumentException ex) {
			throw new EmbeddingException(Reason.UNUSABLE_VECTOR,
					"The embedding model returned zero, NaN or infinity: " + ex.getMessage());
		}
	}

	private <T> T ask(Callable<T> question, Duration patience) throws EmbeddingException {
		FutureTask<T> task = new FutureTask<>(question);
		this.pending.add(task);
		try {
			this.pool.execute(task);
			return task.get(patience.toNanos(), TimeUnit.NANOSECONDS);
		}
		catch (ExecutionException ex) {
			throw translate(Objects.requireNonNullElse(ex.getCause(), ex));
		}
		catch (TimeoutException ex) {
			throw new EmbeddingException(Reason.TIMED_OUT,
					"The embedding model did not answer within " + patience.toMillis() + " ms");
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new EmbeddingException(Reason.INTERRUPTED, "Interrupted while a text was embedded");
		}
		catch (CancellationException ex) {
			throw closed();
		}
		catch (RejectedExecutionException ex) {
			throw this.pool.isShutdown() ? closed()
					: new EmbeddingException(Reason.BUSY, "Too many texts wait to be embedded");
		}
		finally {
			this.pending.remove(task);
			// Nobody waits for it any more: it must not take the place of one that
			// somebody does.
			if (task.cancel(true)) {
				this.pool.remove(task);
			}
		}
	}

	private static EmbeddingException translate(Throwable failure) {
		if (failure instanceof EmbeddingException ours) {
			return ours;
		}
		if (failure instanceof IllegalArgumentException) {
			return new EmbeddingException(Reason.UNSUITABLE_TEXT, "The embedding model does not take the text");
		}
		if (failure instanceof LinkageError) {
			return new EmbeddingException(Reason.NOT_LOADABLE,
					"The embedding model cannot be loaded (" + names(failure) + ")");
		}
		return new EmbeddingException(Reason.FAILED, "The embedding model failed (" + names(failure) + ")");
	}

	/** The classes of a failure and of what is behind it; never their messages. */
	private static String names(Throwable failure) {
		Throwable root = failure;
		for (int depth = 0; depth < 32 && root.getCause() != null; depth++) {
			root = root.getCause();
		}
		String name = failure.getClass().getName();
		return (root != failure) ? name + ", from " + root.getClass().getName() : name;
	}

	private static EmbeddingException closed() {
		return new EmbeddingException(Reason.CLOSED, "The application is closing");
	}

	private static String reason(EmbeddingException failure) {
		String message = String.valueOf(failure.getMessage());
		return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
	}

	private static String rounded(double cosine) {
		return String.format(Locale.ROOT, "%.4f", cosine);
	}

	/** Calls that wait for their vector. */
	int pending() {
		return this.pending.size();
	}

	/**
	 * Releases all callers and ends the threads. Waits a second at most: a model may not
	 * heed the interrupt, and its threads are daemons.
	 */
	@Override
	public void close() {
		this.pool.shutdownNow();
		this.pending.forEach((task) -> task.cancel(true));
		try {
			// So that no model still works in native code while the JVM goes down.
			this.pool.awaitTermination(LONGEST_CLOSE.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/** What the breaker rests by: changes of the wall clock must not prolong it. */
	private static final class Elapsed extends Clock {

		private final LongSupplier nanos;

		private final long origin;

		Elapsed(LongSupplier nanos) {
			this.nanos = nanos;
			this.origin = nanos.getAsLong();
		}

		@Override
		public Instant instant() {
			return Instant.EPOCH.plusNanos(this.nanos.getAsLong() - this.origin);
		}

		@Override
		public ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

	}

}
