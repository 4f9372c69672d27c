package io.llmcache.sample.replay;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Draws from things of which few are wanted often and many seldom: the k-th is drawn in
 * proportion to {@code 1 / k^skew}.
 */
final class ZipfOrder {

	private ZipfOrder() {
	}

	/**
	 * A sequence of draws; equal arguments give equal sequences.
	 * @param length number of draws
	 * @param distinct number of things
	 * @param skew the exponent; 0 draws all alike
	 * @param seed where the random numbers start
	 * @return numbers from 0 to {@code distinct - 1}
	 */
	static int[] draw(int length, int distinct, double skew, long seed) {
		double[] upTo = new double[distinct];
		double sum = 0;
		for (int k = 0; k < distinct; k++) {
			sum += Math.pow(k + 1, -skew);
			upTo[k] = sum;
		}
		SplittableRandom random = new SplittableRandom(seed);
		int[] order = new int[length];
		for (int i = 0; i < length; i++) {
			int found = Arrays.binarySearch(upTo, random.nextDouble() * sum);
			order[i] = Math.min((found < 0) ? -found - 1 : found, distinct - 1);
		}
		return order;
	}

}
