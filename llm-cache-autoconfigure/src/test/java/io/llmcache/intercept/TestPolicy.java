package io.llmcache.intercept;

import java.time.Duration;
import java.util.Map;

import io.llmcache.CachePolicy;
import io.llmcache.CachePolicy.Hot;
import io.llmcache.CachePolicy.Lock;
import io.llmcache.CachePolicy.OnDeadline;
import io.llmcache.Normalise;
import io.llmcache.Sampling;
import io.llmcache.TenantMode;
import io.llmcache.Tools;
import io.llmcache.UnknownTemperature;

/**
 * A policy that a test changes in what matters to it: an hour fresh, seven hours at most,
 * nothing stale, never hot, a minute for a load.
 */
public final class TestPolicy {

	private final String cache;

	private Duration ttl = Duration.ofHours(1);

	private double jitter;

	private Duration maxAge = Duration.ofHours(7);

	private Duration staleWhileRevalidate = Duration.ZERO;

	private Duration staleIfError = Duration.ZERO;

	private Hot hot = new Hot(0, Duration.ofHours(1), Duration.ofHours(1));

	private Duration lease = Duration.ofSeconds(10);

	private Duration patience = Duration.ofSeconds(20);

	private OnDeadline onDeadline = OnDeadline.FAIL;

	private Duration loadDeadline = Duration.ofMinutes(1);

	private long maxEntryBytes = 1_000_000;

	private boolean storeEmpty;

	private CachePolicy.Semantic semantic = CachePolicy.Semantic.OFF;

	/**
	 * The policy of a cache.
	 * @param cache its name
	 */
	public TestPolicy(String cache) {
		this.cache = cache;
	}

	/** Sets how long an answer is fresh, and by which share of that it varies. */
	public TestPolicy ttl(Duration ttl, double jitter) {
		this.ttl = ttl;
		this.jitter = jitter;
		return this;
	}

	/** Sets the age at which an answer ends. */
	public TestPolicy maxAge(Duration maxAge) {
		this.maxAge = maxAge;
		return this;
	}

	/** Sets how long a stale answer is served, to everybody and when the model fails. */
	public TestPolicy stale(Duration whileRevalidate, Duration ifError) {
		this.staleWhileRevalidate = whileRevalidate;
		this.staleIfError = ifError;
		return this;
	}

	/** Sets when an entry is hot and how fresh it is kept then. */
	public TestPolicy hot(int threshold, Duration ttl) {
		this.hot = new Hot(threshold, Duration.ofHours(1), ttl);
		return this;
	}

	/** Sets the life of a lease. */
	public TestPolicy lease(Duration lease) {
		this.lease = lease;
		return this;
	}

	/** Sets how long another JVM is waited for. */
	public TestPolicy patience(Duration patience) {
		this.patience = patience;
		return this;
	}

	/** Sets how long a load may take, and what those do who have waited so long. */
	public TestPolicy loadDeadline(Duration loadDeadline, OnDeadline onDeadline) {
		this.loadDeadline = loadDeadline;
		this.onDeadline = onDeadline;
		return this;
	}

	/** Sets the size of the largest answer. */
	public TestPolicy maxEntryBytes(long maxEntryBytes) {
		this.maxEntryBytes = maxEntryBytes;
		return this;
	}

	/** Has empty answers stored. */
	public TestPolicy storeEmpty() {
		this.storeEmpty = true;
		return this;
	}

	/** Sets what is done with the same question in other words. */
	public TestPolicy semantic(CachePolicy.Semantic semantic) {
		this.semantic = semantic;
		return this;
	}

	/** The policy. */
	public CachePolicy build() {
		return new CachePolicy(this.cache, "v1", this.ttl, this.jitter, this.maxAge, this.staleWhileRevalidate,
				this.staleIfError, this.hot, new Lock(this.lease, this.patience, this.onDeadline), this.loadDeadline,
				this.maxEntryBytes, this.storeEmpty, TenantMode.NONE, Normalise.NONE, Sampling.DETERMINISTIC,
				UnknownTemperature.CACHE, Tools.NONE, 10_000_000, this.semantic, Map.of());
	}

}
