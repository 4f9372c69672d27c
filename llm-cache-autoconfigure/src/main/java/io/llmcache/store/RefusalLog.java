package io.llmcache.store;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of error replies, of those to calls once a minute at most: a full or read-only
 * Redis refuses every write. Thread-safe.
 */
final class RefusalLog {

	private static final Logger logger = LoggerFactory.getLogger(RefusalLog.class);

	private static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(60);

	/** Kinds of error replies, wherever they stand: scripts put words before them. */
	private static final Pattern KIND = Pattern.compile("\\b(OOM|READONLY|NOPERM|NOAUTH|WRONGTYPE|MISCONF|MASTERDOWN"
			+ "|LOADING|BUSY|CLUSTERDOWN|CROSSSLOT|TRYAGAIN|NOREPLICAS|NOSCRIPT)\\b");

	private final AtomicReference<String> lastToProbe = new AtomicReference<>("");

	private final AtomicLong last = new AtomicLong(System.nanoTime() - WINDOW_NANOS);

	/**
	 * A command of a call was refused. Only the kind is told: the rest may quote
	 * arguments.
	 */
	void onCall(Throwable reply) {
		if (isTimeToTell()) {
			Matcher kind = KIND.matcher(String.valueOf(reply.getMessage()));
			logger.warn("Redis refused a command: {} (further refusals within a minute are only counted)",
					kind.find() ? kind.group() : "ERR");
		}
	}

	/**
	 * A probe was refused. It holds nothing of a user's: all of the reply is told, and
	 * not again before it changes.
	 */
	void onProbe(Throwable reply) {
		String message = String.valueOf(reply.getMessage());
		if (!message.equals(this.lastToProbe.getAndSet(message))) {
			logger.warn("Redis refuses what the cache needs: {}", message);
		}
	}

	/**
	 * Redis obeys: the next refusal is another one.
	 */
	void onArrival() {
		this.lastToProbe.set("");
	}

	private boolean isTimeToTell() {
		long before = this.last.get();
		long now = System.nanoTime();
		return now - before >= WINDOW_NANOS && this.last.compareAndSet(before, now);
	}

}
