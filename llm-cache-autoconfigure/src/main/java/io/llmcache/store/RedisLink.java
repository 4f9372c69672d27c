package io.llmcache.store;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandInterruptedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.data.redis.connection.RedisConnectionFactory;
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

	private final RedisTemplate<String, byte[]> redis = new RedisTemplate<>();

	private final CircuitBreaker breaker;

	private final Probe probe;

	private final RefusalLog refusals = new RefusalLog();

	/**
	 * A link that is closed to calls until {@link #start} has reached Redis.
	 * @param factory connections with short time-outs; stays the caller's
	 * @param timer runs the probes
	 * @param probePause pause between probes
	 */
	public RedisLink(RedisConnectionFactory factory, ScheduledExecutorService timer, Duration probePause) {
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
		this.probe = new Probe(this.redis, timer, probePause, this.refusals);
	}

	/**
	 * Has something done whenever Redis has (again) been reached, before calls are let
	 * through.
	 * @param task is handed the connection past the breaker
	 */
	public void onArrival(Consumer<RedisTemplate<String, byte[]>> task) {
		this.probe.onArrival(task);
	}

	/**
	 * Has somebody told whenever Redis has been reached after it was not, and with every
	 * probe that it refuses: it answers, if only to say no.
	 * @param task must not block
	 */
	void onAnswer(Runnable task) {
		this.probe.onAnswer(task);
	}

	/**
	 * Has somebody told whenever the connection was in doubt and has been given up:
	 * others to the same Redis are as doubtful.
	 * @param task runs before Redis is reached again; must not block
	 */
	void onRenewal(Runnable task) {
		this.probe.onRenewal(task);
	}

	/**
	 * Begins to connect. Who asks meanwhile waits for the first answer, but never longer
	 * than a slow start may take, and not at all once Redis has refused.
	 * @param patience how long, counted from the first who asks; Redis is reached in the
	 * background after that
	 */
	public void start(Duration patience) {
		this.probe.start(this.breaker::transitionToClosedState, patience);
	}

	/** Waits as long as who asks would. */
	public void awaitStart() {
		if (!isPermittedAfterStart()) {
			logger.warn("Redis does not answer yet: calls go to the model until it does");
		}
	}

	private boolean isPermittedAfterStart() {
		try {
			this.probe.awaitStart();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return this.breaker.tryAcquirePermission();
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
		if (!this.breaker.tryAcquirePermission() && !isPermittedAfterStart()) {
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
		return this.probe.begin(this.breaker::transitionToClosedState);
	}

	@Override
	public void close() {
		this.probe.close();
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
