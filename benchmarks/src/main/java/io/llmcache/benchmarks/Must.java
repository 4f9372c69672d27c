package io.llmcache.benchmarks;

import java.math.BigDecimal;

/**
 * What is asked of a figure.
 *
 * @param relation how the value relates to the bound
 * @param bound the bound, in the unit of the figure
 */
record Must(Relation relation, double bound) {

	enum Relation {

		AT_MOST("<="), AT_LEAST(">="), EXACTLY("=");

		private final String symbol;

		Relation(String symbol) {
			this.symbol = symbol;
		}

	}

	static Must atMost(double bound) {
		return new Must(Relation.AT_MOST, bound);
	}

	static Must atLeast(double bound) {
		return new Must(Relation.AT_LEAST, bound);
	}

	/**
	 * Equal when rounded to two decimals.
	 */
	static Must exactly(double bound) {
		return new Must(Relation.EXACTLY, bound);
	}

	/**
	 * Whether a value does what is asked; one that is not a number never does.
	 */
	boolean isMetBy(double value) {
		return switch (this.relation) {
			case AT_MOST -> value <= this.bound;
			case AT_LEAST -> value >= this.bound;
			case EXACTLY -> Math.abs(value - this.bound) < 0.005;
		};
	}

	@Override
	public String toString() {
		return this.relation.symbol + BigDecimal.valueOf(this.bound).stripTrailingZeros().toPlainString();
	}

}
