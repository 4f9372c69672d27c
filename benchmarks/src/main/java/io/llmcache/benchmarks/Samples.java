package io.llmcache.benchmarks;

import java.util.Arrays;
import java.util.Locale;
import java.util.function.DoubleBinaryOperator;

/**
 * Values measured in a row, and what is said of them. Immutable.
 */
final class Samples {

	private final double[] values;

	private final double[] sorted;

	private Samples(double[] values) {
		if (values.length == 0) {
			throw new IllegalArgumentException("Nothing was measured");
		}
		this.values = values;
		this.sorted = values.clone();
		Arrays.sort(this.sorted);
	}

	static Samples of(double... values) {
		return new Samples(values.clone());
	}

	static Samples of(long[] values) {
		return new Samples(Arrays.stream(values).asDoubleStream().toArray());
	}

	double median() {
		int middle = this.sorted.length / 2;
		return (this.sorted.length % 2 == 1) ? this.sorted[middle]
				: (this.sorted[middle - 1] + this.sorted[middle]) / 2;
	}

	/**
	 * The smallest value that at least this share of the values does not exceed.
	 * @param share in [0, 1]
	 */
	double quantile(double share) {
		int rank = (int) Math.ceil(share * this.sorted.length);
		return this.sorted[Math.max(rank, 1) - 1];
	}

	double max() {
		return this.sorted[this.sorted.length - 1];
	}

	double min() {
		return this.sorted[0];
	}

	/**
	 * Each value over the one that was measured next to it.
	 */
	Samples over(Samples base) {
		return combine(base, (value, other) -> value / other);
	}

	/**
	 * Each value less the one that was measured next to it.
	 */
	Samples beyond(Samples base) {
		return combine(base, (value, other) -> value - other);
	}

	private Samples combine(Samples other, DoubleBinaryOperator operator) {
		if (other.values.length != this.values.length) {
			throw new IllegalArgumentException("Not measured side by side");
		}
		double[] combined = new double[this.values.length];
		Arrays.setAll(combined, (i) -> operator.applyAsDouble(this.values[i], other.values[i]));
		return new Samples(combined);
	}

	/**
	 * How far the middle four fifths of the values lie apart.
	 */
	String spread(Unit unit) {
		return String.format(Locale.ROOT, "middle 80 %% of %d: %s to %s %s", this.values.length,
				unit.format(quantile(0.1)), unit.format(quantile(0.9)), unit.symbol());
	}

}
