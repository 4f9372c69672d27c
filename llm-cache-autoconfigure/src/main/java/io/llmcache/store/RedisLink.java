package io.llmcache.store;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandInterruptedException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.netty.channel.ConnectTimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.serializer.RedisSerializer;

/**
 * The way to Redis, with a breaker before it: the first time-out or lost connection opens
 * it, so that an outage costs one call its time-out and the others nothing; a probe asks
 * until Redis answers, so that no caller has to try. Error replies never open it.
 * Thread-safe.
 */
public final class RedisLink implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(RedisLink.class);

	/**
	 * After so many probes in a row without an answer the connection itself is in doubt:
	 * the host behind it may have vanished without a word, and TCP would wait for it for
	 * a quarter of an hour.
	 */
	private static final int PROBES_TO_DOUBT = 4;

	private final RedisTemplate<String, byte[]> redis = new RedisTemplate<>();

	private final CircuitBreaker breaker;

	private final ScheduledExecutorService timer;

	private final Duration probePause;

	private final List<Consumer<RedisTemplate<String, byte[]>>> arrivals = new CopyOnWriteArrayList<>();

	private final List<Runnable> answers = new CopyOnWriteArrayList<>();

	private final List<Runnable> renewals = new CopyOnWriteArrayList<>();

	private final CountDownLatch firstProbe = new CountDownLatch(1);

	private final AtomicBoolean probing = new AtomicBoolean();

	private final RefusalLog refusals = new RefusalLog();

	private volatile long patientUntil = System.nanoTime();

	private volatile boolean closed;

	/** Touched by the probe only, which runs once at a time. */
	private int unanswered;

	/**
	 * A link that is closed to calls until {@link #start} has reached Redis.
	 * @param factory connections with short time-outs; stays the caller's
	 * @param timer runs the probes
	 * @param probePause pause between probes
	 */
	public RedisLink(RedisConnectionFactory factory, ScheduledExecutorService timer, Duration probePause) {
		this.timer = timer;
		this.probePause = probePause;
		this.redis.setConnectionFactory(factory);
		this.redis.setKeySerializer(RedisSerializer.string());
		this.redis.setValueSerializer(RedisSerializer.byteArray());
		this.redis.setHashKeySerializer(RedisSerializer.string());
		this.redis.setHashValueSerializer(RedisSerializer.string());
		this.redis.afterPropertiesSet();
		this.breaker = CircuitBreaker.of("llm-cache",
				CircuitBreakerConfig.custom()
					.slidingWindow(1, 1, CircuitBreakerConfig.SlidingWindowType.COUNT_BASED)
					.failureRateThreshold(100)
					// Only the probe closes it; callers are never the ones to try.
					.waitDurationInOpenState(Duration.ofDays(365))
					.build());
		this.breaker.transitionToOpenState();
	}

	/**
	 * Has something done whenever Redis has (again) been reached, before calls are let
	 * through.
	 * @param task is handed the connection past the breaker
	 */
	public void onArrival(Consumer<RedisTemplate<String, byte[]>> task) {
		this.arrivals.add(task);
	}

	/**
	 * Has somebody told whenever Redis has been reached after it was not, and with every
	 * probe that it refuses: it answers, if only to say no.
	 * @param task must not block
	 */
	void onAnswer(Runnable task) {
		this.answers.add(task);
	}

	/**
	 * Has somebody told whenever the connection was in doubt and has been given up:
	 * others to the same Redis are as doubtful.
	 * @param task runs before Redis is reached again; must not block
	 */
	void onRenewal(Runnable task) {
		this.renewals.add(task);
	}

	/**
	 * Connects; waits for the first answer, but never longer than a slow start may take,
	 * and not at all once Redis has refused.
	 * @param patience how long to wait; Redis is reached in the background after that
	 */
	public void start(Duration patience) {
		this.patientUntil = System.nanoTime() + patience.toNanos();
		probe();
		try {
			if (!this.firstProbe.await(patience.toMillis(), TimeUnit.MILLISECONDS) || !isOpenToCalls()) {
				logger.warn("Redis does not answer yet: calls go to the model until it does");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	/**
	 * Whether calls are let through.
	 */
	public boolean isOpenToCalls() {
		return this.breaker.getState() == State.CLOSED;
	}

	/**
	 * Asks Redis. An interrupt waits until Redis has answered or the time-out has passed:
	 * both are near, and a command given up half-way would leave leases and waiters
	 * behind.
	 * @param question what to ask
	 * @param <T> the answer
	 * @throws StoreException instead of anything that the question throws
	 */
	public <T extends @Nullable Object> T ask(Question<T> question) throws StoreException {
		if (!this.breaker.tryAcquirePermission()) {
			throw new StoreException.Unavailable("Redis does not answer", null);
		}
		boolean interrupted = Thread.interrupted();
		try {
			return question.ask(this.redis);
		}
		catch (RuntimeException ex) {
			throw translate(ex);
		}
		finally {
			if (interrupted) {
				Thread.currentThread().interrupt();
			}
		}
	}

	/**
	 * Asks for something to be done that has no answer.
	 * @param order what to do
	 * @throws StoreException as for {@link #ask}
	 */
	public void tell(Consumer<RedisTemplate<String, byte[]>> order) throws StoreException {
		ask((redis) -> {
			order.accept(redis);
			return Boolean.TRUE;
		});
	}

	/**
	 * The connection, past the breaker: for who looks after Redis itself.
	 */
	RedisTemplate<String, byte[]> pastBreaker() {
		return this.redis;
	}

	private StoreException translate(RuntimeException ex) {
		Throwable cause = NestedExceptionUtils.getMostSpecificCause(ex);
		if (cause instanceof RedisCommandExecutionException) {
			this.refusals.onCall(cause);
			return new StoreException.Refused("Redis refused", cause);
		}
		if (cause instanceof RedisCommandInterruptedException || cause instanceof InterruptedException) {
			return new StoreException.Unavailable("Interrupted while Redis was asked", cause);
		}
		this.breaker.onError(0, TimeUnit.NANOSECONDS, ex);
		// Of all the calls that an outage catches on their way, one tells of it.
		if (!isOpenToCalls() && probe()) {
			logger.warn("Redis does not answer ({}): calls go to the model until it does", cause.getClass().getName());
		}
		return new StoreException.Unavailable("Redis does not answer", cause);
	}

	private boolean probe() {
		boolean begins = !this.closed && this.probing.compareAndSet(false, true);
		if (begins) {
			this.timer.execute(this::knock);
		}
		return begins;
	}

	private void knock() {
		try {
			this.redis.execute((connection) -> connection.ping(), true);
			this.arrivals.forEach((task) -> task.accept(this.redis));
		}
		catch (RuntimeException ex) {
			logger.debug("Redis still does not answer: {}", ex.toString());
			knockAgain(ex);
			return;
		}
		this.unanswered = 0;
		this.refusals.onArrival();
		this.probing.set(false);
		this.breaker.transitionToClosedState();
		if (this.firstProbe.getCount() == 0) {
			logger.info("Redis answers again");
		}
		this.firstProbe.countDown();
		this.answers.forEach(Runnable::run);
	}

	/**
	 * The first connection of a cold JVM may take longer than a command may: while the
	 * start is patient, it is tried again at once rather than let the first calls bypass.
	 */
	private void knockAgain(RuntimeException failure) {
		Throwable cause = NestedExceptionUtils.getMostSpecificCause(failure);
		if (cause instanceof RedisCommandExecutionException) {
			this.refusals.onProbe(cause);
			this.answers.forEach(Runnable::run);
		}
		boolean timeout = isTimeout(failure);
		if (timeout && ++this.unanswered % PROBES_TO_DOUBT == 0) {
			renewConnection();
		}
		boolean starting = this.firstProbe.getCount() > 0 && System.nanoTime() - this.patientUntil < 0;
		boolean again = starting && timeout;
		if (!again) {
			this.firstProbe.countDown();
		}
		if (!this.closed) {
			this.timer.schedule(this::knock, again ? 0 : this.probePause.toMillis(), TimeUnit.MILLISECONDS);
		}
	}

	private void renewConnection() {
		logger.debug("The connection is given up; the next probe opens another");
		this.renewals.forEach(Runnable::run);
		if (this.redis.getConnectionFactory() instanceof LettuceConnectionFactory lettuce) {
			try {
				lettuce.resetConnection();
			}
			catch (RuntimeException ex) {
				logger.debug("The connection could not be closed: {}", ex.toString());
			}
		}
	}

	private static boolean isTimeout(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof RedisCommandTimeoutException || cause instanceof ConnectTimeoutException) {
				return true;
			}
		}
		return false;
	}

	@Override
	public void close() {
		this.closed = true;
	}

	/**
	 * Something to ask Redis.
	 *
	 * @param <T> the answer
	 */
	public interface Question<T extends @Nullable Object> {

		/**
		 * Asks.
		 * @param redis the connection
		 */
		T ask(RedisTemplate<String, byte[]> redis);

	}

}
