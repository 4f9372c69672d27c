package io.llmcache.benchmarks;

/**
 * A part of the figures of accuracy. It has its data and their vectors from the start, so
 * that many decisions can be tried on them.
 */
interface AccuracySection {

	/**
	 * Takes the figures of one decision.
	 * @param decision what decides
	 * @param figures gets them
	 * @throws Exception if they could not be taken
	 */
	void take(Decision decision, AccuracyFigures figures) throws Exception;

}
