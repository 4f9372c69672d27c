package io.llmcache.autoconfigure;

import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.llmcache.engine.HitRecorder;
import io.llmcache.engine.ResponseCache;
import io.llmcache.store.RedisNotices;
import io.llmcache.store.RedisResponseStore;
import io.llmcache.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * The threads of the cache. Not an executor itself: a bean of that type would make Boot
 * leave out the application's own.
 */
final class CacheThreads implements AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(CacheThreads.class);

	private static final Duration PULSE = Duration.ofSeconds(1);

	private final ScheduledThreadPoolExecutor timer;

	CacheThreads() {
		CustomizableThreadFactory threads = new CustomizableThreadFactory("llm-cache-");
		threads.setDaemon(true);
		// Four: a renewal, a pulse, a probe and a checkup may each wait for Redis at the
		// same time.
		this.timer = new ScheduledThreadPoolExecutor(4, threads);
		this.timer.setRemoveOnCancelPolicy(true);
	}

	ScheduledExecutorService timer() {
		return this.timer;
	}

	Executor background() {
		return this.timer;
	}

	/**
	 * Once a second: hits to the store, marks, time and news of documents from it, and
	 * whether notices are heard. Who hears none cannot know which loads were voided in
	 * that second.
	 */
	void pulse(RedisResponseStore store, HitRecorder hits, SemanticSwitch semantic, RedisNotices notices,
			ResponseCache cache) {
		this.timer.scheduleWithFixedDelay(() -> {
			try {
				if (store.isAvailable()) {
					hits.flush();
					store.refreshMarks();
					notices.listen();
					if (!notices.isListening()) {
						cache.onMissedNotices();
					}
					semantic.pulse();
				}
			}
			catch (StoreException | RuntimeException ex) {
				logger.debug("The next pulse will tell: {}", ex.toString());
			}
		}, PULSE.toMillis(), PULSE.toMillis(), TimeUnit.MILLISECONDS);
	}

	@Override
	public void close() {
		this.timer.shutdownNow();
	}

}
