package io.llmcache.flight;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

import io.llmcache.key.CacheKey;

/**
 * One load of one digest in this JVM: a leader sees to it, everybody else holds its
 * landing. Thread-safe.
 */
public final class Flight {

	private final CacheKey key;

	private final Thread leader;

	private final CompletableFuture<Landing> landing = new CompletableFuture<>();

	private volatile boolean loading;

	Flight(CacheKey key, Thread leader) {
		this.key = key;
		this.leader = leader;
	}

	/**
	 * What is loaded.
	 */
	public CacheKey key() {
		return this.key;
	}

	/**
	 * Whether the calling thread leads: waiting for itself it would wait for ever.
	 */
	public boolean isLedByThisThread() {
		return this.leader == Thread.currentThread();
	}

	/**
	 * The end; completes exactly once and never exceptionally.
	 */
	public CompletionStage<Landing> landing() {
		return this.landing;
	}

	/**
	 * The load begins; those who wait are let go after a while.
	 * @param deadline how long the load may take from now on
	 */
	public void landBy(Duration deadline) {
		this.loading = true;
		this.landing.completeOnTimeout(new Landing.Overdue(), deadline.toMillis(), TimeUnit.MILLISECONDS);
	}

	/**
	 * Whether it loads: from then on it asks Redis no more whether it may.
	 */
	boolean isLoading() {
		return this.loading;
	}

	/**
	 * Ends the flight for all who wait; only the first end counts.
	 * @param end how
	 */
	public void land(Landing end) {
		this.landing.complete(end);
	}

}
