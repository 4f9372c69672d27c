package io.llmcache.benchmarks;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * One measured value: a line of a {@link Report}.
 *
 * @param name what was measured, without blanks
 * @param value the value
 * @param unit what it is counted in
 * @param must what is asked of it; null when it stands there for comparison only
 */
record Figure(String name, double value, Unit unit, @Nullable Must must) {

	static Figure info(String name, double value, Unit unit) {
		return new Figure(name, value, unit, null);
	}

	boolean isShort() {
		return this.must != null && !this.must.isMetBy(this.value);
	}

	/**
	 * Name, value, unit, must and verdict ({@code ok}, {@code short} or {@code info}) in
	 * columns.
	 */
	String line() {
		return String.format(Locale.ROOT, "%-48s %12s %-8s %-8s %s", this.name, this.unit.format(this.value),
				this.unit.symbol(), (this.must != null) ? this.must : "-", verdict());
	}

	private String verdict() {
		if (this.must == null) {
			return "info";
		}
		return isShort() ? "short" : "ok";
	}

}
