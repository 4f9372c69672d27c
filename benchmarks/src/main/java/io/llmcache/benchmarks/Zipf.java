package io.llmcache.benchmarks;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * Numbers as popular as questions are: the n-th with a chance in proportion to
 * {@code 1 / n^s}. Immutable.
 */
final class Zipf {

	private final double[] upTo;

	/**
	 * A distribution.
	 * @param numbers how many numbers
	 * @param exponent s
	 */
	Zipf(int numbers, double exponent) {
		this.upTo = new double[numbers];
		double sum = 0;
		for (int i = 0; i < numbers; i++) {
			sum += Math.pow(i + 1, -exponent);
			this.upTo[i] = sum;
		}
	}

	/** A number from 0, the most popular one. */
	int next(RandomGenerator random) {
		double drawn = random.nextDouble() * this.upTo[this.upTo.length - 1];
		int place = Arrays.binarySearch(this.upTo, drawn);
		return Math.min((place >= 0) ? place + 1 : -place - 1, this.upTo.length - 1);
	}

}
