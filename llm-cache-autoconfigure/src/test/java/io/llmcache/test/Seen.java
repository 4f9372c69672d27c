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

	/** All of it in one line. */
	String text() {
		return String.join("\t", plain(this.lane), plain(this.what),
				(this.latency != null) ? Long.toString(this.latency.toNanos()) : "");
	}

	private static String plain(@Nullable String part) {
		return (part != null) ? part.replace('\t', ' ').replace('\n', ' ') : "";
	}

	/** What {@link #text()} tells. */
	static Seen of(String text) {
		String[] parts = text.split("\t", -1);
		Seen seen = new Seen();
		seen.lane = parts[0].isEmpty() ? null : parts[0];
		seen.what = parts[1].isEmpty() ? null : parts[1];
		seen.latency = parts[2].isEmpty() ? null : Duration.ofNanos(Long.parseLong(parts[2]));
		return seen;
	}

}
