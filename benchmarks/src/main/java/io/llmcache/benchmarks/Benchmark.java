package io.llmcache.benchmarks;

/**
 * A group of figures that are taken together.
 */
interface Benchmark {

	/**
	 * Takes the figures.
	 * @param report gets the figures as they are taken
	 * @param full whether to take more time for steadier figures
	 * @throws Exception if the figures could not be taken; then none of them counts
	 */
	void run(Report report, boolean full) throws Exception;

}
