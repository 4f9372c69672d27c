package io.llmcache.store;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.netty.channel.ConnectTimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.RedisTemplate;

/**
 * Asks a Redis that does not answer until it does, so that no caller has to. One at a
 * time, in the background. Thread-safe.
 */
final class Probe {

	private static final Logger logger = LoggerFactory.getLogger(Probe.class);

	/**
	 * After so many time-outs in a row the connection itself is in doubt: the host behind
	 * it may have vanished without a word, and TCP would wait for it for a quarter of an
	 * hour.
	 */
	private static final int TIMEOUTS_TO_DOUBT = 4;

	private static final long NOBODY_WAITS = Long.MIN_VALUE;

	private final RedisTemplate<String, byte[]> redis;

	private final ScheduledExecutorService timer;

	private final Duration pause;

	private final RefusalLog refusals;

	private final List<Consumer<RedisTemplate<String, byte[]>>> arrivals = new CopyOnWriteArrayList<>();

	private final List<Runnable> answers = new CopyOnWriteArrayList<>();

	private final List<Runnable> renewals = new CopyOnWriteArrayList<>();

	private final CountDownLatch firstEnd = new CountDownLatch(1);

	private final AtomicBoolean underWay = new AtomicBoolean();

	/** As {@link System#nanoTime()}. */
	private final AtomicLong firstWait = new AtomicLong(NOBODY_WAITS);

	private volatile long patience;

	private volatile boolean closed;

	/** Touched by the probe under way only. */
	private int timeouts;

	/**
	 * A probe that has not begun.
	 * @param redis whom to ask
	 * @param timer where
	 * @param pause between two questions
	 * @param refusals told of refusals
	 */
	Probe(RedisTemplate<String, byte[]> redis, ScheduledExecutorService timer, Duration pause, RefusalLog refusals) {
		this.redis = redis;
		this.timer = timer;
		this.pause = pause;
		this.refusals = refusals;
	}

	void onArrival(Consumer<RedisTemplate<String, byte[]>> task) {
		this.arrivals.add(task);
	}

	void onAnswer(Runnable task) {
		this.answers.add(task);
	}

	void onRenewal(Runnable task) {
		this.renewals.add(task);
	}

	/**
	 * Begins, unless it is under way.
	 * @param reached lets calls through, when everything that is to be done on arrival is
	 * done
	 * @return whether this call began it
	 */
	boolean begin(Runnable reached) {
		boolean begins = !this.closed && this.underWay.compareAndSet(false, true);
		if (begins) {
			this.timer.execute(() -> knock(reached));
		}
		return begins;
	}

	/**
	 * Begins for the first time. The first connection of a cold JVM may take longer than
	 * a command may: as long as patience lasts it is tried again at once.
	 * @param reached as for {@link #begin}
	 * @param patience how long, counted from when somebody first waits: until then the
	 * rest of the start may need the processors
	 */
	void start(Runnable reached, Duration patience) {
		this.patience = patience.toNanos();
		begin(reached);
	}

	/**
	 * Waits until it is known whether Redis answers, as long as patience lasts.
	 */
	void awaitStart() throws InterruptedException {
		if (this.firstEnd.getCount() > 0) {
			this.firstWait.compareAndSet(NOBODY_WAITS, System.nanoTime());
			this.firstEnd.await(patienceLeft(), TimeUnit.NANOSECONDS);
		}
	}

	private long patienceLeft() {
		long firstWait = this.firstWait.get();
		return (firstWait != NOBODY_WAITS) ? firstWait + this.patience - System.nanoTime() : this.patience;
	}

	private void knock(Runnable reached) {
		try {
			this.redis.execute((connection) -> connection.ping(), true);
			this.arrivals.forEach((task) -> task.accept(this.redis));
		}
		catch (RuntimeException ex) {
			logger.debug("Redis still does not answer: {}", ex.toString());
			onFailure(ex);
			boolean again = isStarting() && isTimeout(ex);
			if (!again) {
				this.firstEnd.countDown();
			}
			if (!this.closed) {
				this.timer.schedule(() -> knock(reached), again ? 0 : this.pause.toMillis(), TimeUnit.MILLISECONDS);
			}
			return;
		}
		this.timeouts = 0;
		this.refusals.onArrival();
		this.underWay.set(false);
		reached.run();
		if (this.firstEnd.getCount() == 0) {
			logger.info("Redis answers again");
		}
		this.firstEnd.countDown();
		this.answers.forEach(Runnable::run);
	}

	private boolean isStarting() {
		return this.firstEnd.getCount() > 0 && patienceLeft() > 0;
	}

	private void onFailure(RuntimeException failure) {
		Throwable cause = NestedExceptionUtils.getMostSpecificCause(failure);
		if (cause instanceof RedisCommandExecutionException) {
			this.refusals.onProbe(cause);
			this.answers.forEach(Runnable::run);
		}
		if (isTimeout(failure) && ++this.timeouts % TIMEOUTS_TO_DOUBT == 0) {
			renewConnection();
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

	void close() {
		this.closed = true;
	}

}
