package io.llmcache.test;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What a test of a {@link Fault} has seen, for the table of faults. A parameter of the
 * test's method; told only when the test has passed.
 */
public final class Seen {

	private @Nullable String lane;

	private @Nullable String what;

	private @Nullable Duration latency;

	/**
	 * On what kind of server. Without it, the servers that the tests share or start by
	 * default.
	 * @param lane such as {@code Sentinel}
	 */
	public void on(String lane) {
		this.lane = lane;
	}

	/**
	 * What came of it; may be called for several things.
	 * @param what a few words with counts
	 */
	public void that(String what) {
		this.what = (this.what != null) ? this.what + "; " + what : what;
	}

	/**
	 * How much longer than the model a call took at worst.
	 * @param latency how much
	 */
	public void added(Duration latency) {
		this.latency = latency;
	}

	@Nullable String lane() {
		return this.lane;
	}

	@Nullable String what() {
		return this.what;
	}

	@Nullable Duration latency() {
		return this.latency;
	}

}
