package io.llmcache.semantic.mirror;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

import io.llmcache.semantic.VectorIndex.Readiness;
import io.llmcache.semantic.mirror.RedisFeed.News;
import io.llmcache.store.StoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the sketches like the documents in Redis. The end of the stream is noted before
 * the documents are read, so that whatever is not found by the reading is told by the
 * stream. When the stream was cut off, is gone or begins anew, something may have been
 * missed, and all documents are read again. Thread-safe.
 */
final class Upkeep {

	private static final Logger logger = LoggerFactory.getLogger(Upkeep.class);

	/** Reading takes no more than a fifth of the time, however often it seems due. */
	private static final int REST = 4;

	private static final long REST_AFTER_FAILURE = TimeUnit.SECONDS.toNanos(1);

	private final Shelves shelves;

	private final RedisFeed feed;

	private final RedisDocuments documents;

	private final long rebuildAfter;

	private final LongSupplier nanoTime;

	private final Executor background;

	private final AtomicBoolean woken = new AtomicBoolean();

	private final AtomicInteger pulses = new AtomicInteger();

	private final AtomicBoolean reading = new AtomicBoolean();

	/** The last event heard of; null before the end of the stream was noted. */
	private volatile @Nullable EventId heard;

	/** Whether there may be documents that neither a reading nor the stream told of. */
	private volatile boolean incomplete = true;

	private volatile boolean readOnce;

	private volatile double progress;

	private volatile long readEnded;

	private volatile long restUntil;

	private volatile boolean closed;

	Upkeep(Shelves shelves, RedisFeed feed, RedisDocuments documents, Duration rebuildAfter, LongSupplier nanoTime,
			Executor background) {
		this.shelves = shelves;
		this.feed = feed;
		this.documents = documents;
		this.rebuildAfter = rebuildAfter.toNanos();
		this.nanoTime = nanoTime;
		this.background = background;
		this.restUntil = nanoTime.getAsLong();
	}

	/** Has a pulse done in the background, unless one is about to be done. */
	void wake() {
		if (this.woken.compareAndSet(false, true) && !tryInBackground(() -> {
			this.woken.set(false);
			pulse();
		})) {
			this.woken.set(false);
		}
	}

	private boolean tryInBackground(Runnable task) {
		try {
			this.background.execute(task);
			return true;
		}
		catch (RejectedExecutionException ex) {
			logger.debug("Left to the next pulse: {}", ex.toString());
			return false;
		}
	}

	void pulse() {
		// Whoever is at it looks once more.
		if (this.pulses.getAndIncrement() > 0) {
			return;
		}
		int answered;
		do {
			answered = this.pulses.get();
			listen();
			readIfDue();
		}
		while (this.pulses.addAndGet(-answered) > 0);
	}

	private void listen() {
		EventId from = this.heard;
		boolean more = from != null && !this.closed;
		try {
			while (more && from != null) {
				News news = this.feed.since(from);
				news.documents().forEach(this.shelves::add);
				this.incomplete |= news.gap();
				from = news.read();
				this.heard = from;
				more = news.hasMore() && !this.closed;
			}
		}
		catch (StoreException ex) {
			logger.debug("No news of documents: {}", ex.getMessage());
		}
	}

	private void readIfDue() {
		long now = this.nanoTime.getAsLong();
		boolean due = this.incomplete || now - this.readEnded > this.rebuildAfter;
		if (due && !this.closed && now - this.restUntil >= 0 && this.reading.compareAndSet(false, true)
				&& !tryInBackground(this::read)) {
			this.reading.set(false);
		}
	}

	private void read() {
		long begun = this.nanoTime.getAsLong();
		// Before the first reading there is nothing to lose: what is found is used at
		// once.
		Sketches target = this.readOnce ? this.shelves.begin() : this.shelves.current();
		boolean done = false;
		try {
			this.incomplete = false;
			if (this.heard == null) {
				this.heard = this.feed.last();
			}
			this.documents.scan(target::add, (share) -> this.progress = share, () -> this.closed);
			done = true;
		}
		catch (StoreException ex) {
			logger.debug("Documents could not be read: {}", ex.getMessage());
		}
		finally {
			end(target, begun, done);
		}
		pulse();
	}

	private void end(Sketches target, long begun, boolean done) {
		long now = this.nanoTime.getAsLong();
		if (done) {
			this.shelves.replace(target);
			this.readOnce = true;
			this.readEnded = now;
			logger.debug("{} documents are known", target.documents());
		}
		else {
			this.shelves.discard();
			this.incomplete = true;
		}
		this.restUntil = now + Math.max(REST * (now - begun), done ? 0 : REST_AFTER_FAILURE);
		this.progress = 0;
		this.reading.set(false);
	}

	Readiness readiness() {
		Sketches known = this.shelves.current();
		int entries = known.documents();
		long displaced = known.displaced();
		double kept = (displaced == 0) ? 1 : (double) entries / (entries + displaced);
		if (!this.readOnce) {
			double share = this.reading.get() ? this.progress : 0;
			return new Readiness(true, share * kept, entries,
					this.reading.get() ? String.format(Locale.ROOT, "reading the documents, %.0f %% done", 100 * share)
							: "waiting for Redis to read the documents from");
		}
		if (this.incomplete || this.reading.get()) {
			return new Readiness(true, this.incomplete ? Double.NaN : kept, entries,
					"knows what was read before; the documents are read anew");
		}
		return new Readiness(true, kept, entries, (displaced == 0) ? "knows all documents"
				: "full: " + displaced + " documents have made room for newer ones");
	}

	boolean isSettled() {
		return this.pulses.get() == 0 && !this.incomplete && !this.reading.get();
	}

	void close() {
		this.closed = true;
	}

}
