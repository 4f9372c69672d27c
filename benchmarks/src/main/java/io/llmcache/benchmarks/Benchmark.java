package io.llmcache.benchmarks;

import java.util.List;

/**
 * A group of figures that are taken together.
 */
interface Benchmark {

	/**
	 * The benchmark with options of its own.
	 * @param options as they stand in the command line
	 * @throws IllegalArgumentException for one that it does not know, with what it does
	 */
	default Benchmark with(List<String> options) {
		if (!options.isEmpty()) {
			throw new IllegalArgumentException("It has no option but --full");
		}
		return this;
	}

	/**
	 * Takes the figures.
	 * @param report gets the figures as they are taken
	 * @param full whether to take more time for steadier figures
	 * @throws Exception if the figures could not be taken; then none of them counts
	 */
	void run(Report report, boolean full) throws Exception;

}
