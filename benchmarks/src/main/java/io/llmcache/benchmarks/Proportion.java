package io.llmcache.benchmarks;

import java.util.Locale;

/**
 * So many of so many.
 *
 * @param count how many
 * @param total of how many
 */
record Proportion(long count, long total) {

	/** The quantile of the normal distribution that 95 % lie below. */
	private static final double QUANTILE = 1.644853627;

	/**
	 * The share in percent, 0 of nothing.
	 */
	double percent() {
		return (this.total != 0) ? 100.0 * this.count / this.total : 0;
	}

	/**
	 * What the share is at most with a confidence of 95 %, in percent: the upper end of
	 * Wilson's score interval, one-sided. A point estimate says too little where few were
	 * counted.
	 */
	double percentAtMost() {
		if (this.total == 0) {
			return 100;
		}
		double n = this.total;
		double share = this.count / n;
		double square = QUANTILE * QUANTILE;
		double middle = share + square / (2 * n);
		double half = QUANTILE * Math.sqrt(share * (1 - share) / n + square / (4 * n * n));
		return 100 * Math.min(1, (middle + half) / (1 + square / n));
	}

	/**
	 * Both numbers and the bound, for people.
	 */
	@Override
	public String toString() {
		return String.format(Locale.ROOT, "%d of %d, with 95 %% confidence at most %.2f %%", this.count, this.total,
				percentAtMost());
	}

}
