package io.llmcache.store;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

import io.lettuce.core.RedisCommandExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.data.redis.connection.Message;
import org.springframework.data.redis.connection.MessageListener;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.SubscriptionListener;
import org.springframework.data.redis.listener.ChannelTopic;
import org.springframework.data.redis.listener.RedisMessageListenerContainer;
import org.springframework.util.backoff.FixedBackOff;

/**
 * Listens on the channel of notices: one subscription for the JVM.
 */
public final class RedisNotices implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(RedisNotices.class);

	private static final long RECOVERY_MILLIS = 1_000;

	private static final long LONGEST_PAUSE_MILLIS = 60_000;

	/** Understood by nobody, and heard by everybody. */
	private static final String SIGN_OF_LIFE = "A";

	/** So many seconds without a message, one's own signs of life included. */
	private static final int DEAF = 3;

	private final RedisMessageListenerContainer container = new RedisMessageListenerContainer();

	private final RedisKeys keys;

	private final RedisLink link;

	private final Executor background;

	private final AtomicBoolean subscribing = new AtomicBoolean();

	private final AtomicInteger silence = new AtomicInteger();

	private volatile long pause = RECOVERY_MILLIS;

	/**
	 * Whether the subscription may be to a host that has vanished: it would hear nothing,
	 * for ever.
	 */
	private volatile boolean doubtful;

	private volatile boolean refused;

	private volatile boolean closed;

	/**
	 * Subscribes whenever the link has reached Redis.
	 * @param factory connections of its own; stays the caller's
	 * @param keys names the channel
	 * @param link tells when there is somebody to subscribe with
	 * @param background where to subscribe: the container blocks, and throws when Redis
	 * has just gone
	 * @param listener told of every notice, on the container's thread; must not block
	 * @param onSubscription run whenever a subscription begins, the first one or another:
	 * what was told before it has been missed; must not block
	 */
	public RedisNotices(RedisConnectionFactory factory, RedisKeys keys, RedisLink link, Executor background,
			Consumer<Notice> listener, Runnable onSubscription) {
		this.keys = keys;
		this.link = link;
		this.background = background;
		this.container.setConnectionFactory(factory);
		this.container.setRecoveryBackoff(new FixedBackOff(RECOVERY_MILLIS, FixedBackOff.UNLIMITED_ATTEMPTS));
		this.container.setTaskExecutor(Runnable::run);
		// Taken only where a connection blocks while it is subscribed.
		SimpleAsyncTaskExecutor subscribers = new SimpleAsyncTaskExecutor("llm-cache-notices-");
		subscribers.setDaemon(true);
		this.container.setSubscriptionExecutor(subscribers);
		this.container.setErrorHandler((ex) -> logger.debug("A notice was not understood: {}", ex.toString()));
		this.container.addMessageListener(new Ear(listener, onSubscription, this.silence),
				ChannelTopic.of(keys.channel()));
		this.container.afterPropertiesSet();
		link.onRenewal(() -> this.doubtful = true);
		link.onArrival((redis) -> this.background.execute(this::subscribe));
	}

	/**
	 * To be called once a second while Redis answers. A subscription may be lost without
	 * anybody being told: its host vanishes, or it is refused when it is renewed. So
	 * silence is broken by a sign of life, by one JVM of all, and who hears nothing all
	 * the same subscribes anew.
	 */
	public void listen() {
		int seconds = this.silence.incrementAndGet();
		if (seconds > DEAF) {
			this.silence.set(0);
			this.doubtful = true;
			this.background.execute(this::subscribe);
		}
		else if (seconds > 1) {
			giveSignOfLife();
		}
	}

	private void giveSignOfLife() {
		try {
			this.link.tell((redis) -> redis.convertAndSend(this.keys.channel(),
					SIGN_OF_LIFE.getBytes(StandardCharsets.US_ASCII)));
		}
		catch (StoreException ex) {
			// Who may not speak, or has nobody to speak to, cannot tell that he is deaf.
			this.silence.set(0);
		}
	}

	private void subscribe() {
		// Not to queue up behind a subscription under way: the threads are few.
		if (this.subscribing.compareAndSet(false, true)) {
			subscribeUntilHeard();
		}
	}

	private void subscribeUntilHeard() {
		if (this.closed || isSubscribed() || startContainer()) {
			this.subscribing.set(false);
			return;
		}
		CompletableFuture.delayedExecutor(this.pause, TimeUnit.MILLISECONDS, this.background)
			.execute(this::subscribeUntilHeard);
		// The container reports each failure at length; a missing right stays missing.
		this.pause = Math.min(2 * this.pause, LONGEST_PAUSE_MILLIS);
	}

	private boolean isSubscribed() {
		return this.container.isRunning() && !this.doubtful;
	}

	private synchronized boolean startContainer() {
		if (this.closed || isSubscribed()) {
			return true;
		}
		try {
			if (this.doubtful) {
				this.doubtful = false;
				this.container.stop();
			}
			this.container.start();
			this.pause = RECOVERY_MILLIS;
			this.refused = false;
			return true;
		}
		catch (RuntimeException ex) {
			this.refused = isRefusal(ex);
			// The net holds meanwhile: waiters and marks look once a second.
			logger.debug("Not subscribed to notices yet: {}", ex.toString());
			this.container.stop();
			return false;
		}
	}

	private static boolean isRefusal(RuntimeException failure) {
		Throwable cause = NestedExceptionUtils.getMostSpecificCause(failure);
		return cause instanceof RedisCommandExecutionException && String.valueOf(cause.getMessage()).contains("NOPERM");
	}

	/**
	 * Whether there is no right to subscribe.
	 */
	boolean isRefused() {
		return this.refused;
	}

	/**
	 * Whether notices arrive.
	 */
	public boolean isListening() {
		return this.container.isListening() && !this.doubtful && this.silence.get() < DEAF;
	}

	@Override
	public synchronized void close() throws Exception {
		this.closed = true;
		this.container.destroy();
	}

	/**
	 * Hears the notices, and that it hears.
	 *
	 * @param listener told of every notice
	 * @param onSubscription run whenever a subscription begins
	 * @param silence seconds since the last message
	 */
	private record Ear(Consumer<Notice> listener, Runnable onSubscription,
			AtomicInteger silence) implements MessageListener, SubscriptionListener {

		@Override
		public void onMessage(Message message, byte @Nullable [] pattern) {
			this.silence.set(0);
			Notice notice = Notice.parse(new String(message.getBody(), StandardCharsets.US_ASCII));
			if (notice != null) {
				this.listener.accept(notice);
			}
		}

		@Override
		public void onChannelSubscribed(byte[] channel, long count) {
			this.silence.set(0);
			this.onSubscription.run();
		}

	}

}
