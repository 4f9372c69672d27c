package io.llmcache.benchmarks;

/**
 * What one process saw when its callers all asked one question at the same moment.
 * <p>
 * Times are {@link System#nanoTime()}, which on Linux is the monotonic clock of the
 * machine, so those of different processes can be compared as long as it has not been
 * started anew.
 *
 * @param loads calls of the model in this process
 * @param wrong callers that did not get the answer
 * @param loadEnd when the last call of the model ended; 0 without one
 * @param lastReturn when the last caller had its answer
 * @param lateNanos how late the last caller asked
 * @param neighbourNanos median of hits on another key meanwhile; 0 when none were made
 */
record Onrush(int loads, int wrong, long loadEnd, long lastReturn, long lateNanos, long neighbourNanos) {

	/** One line, for {@link #parse}. */
	String line() {
		return this.loads + " " + this.wrong + " " + this.loadEnd + " " + this.lastReturn + " " + this.lateNanos + " "
				+ this.neighbourNanos;
	}

	static Onrush parse(String line) {
		String[] words = line.split(" ");
		return new Onrush(Integer.parseInt(words[0]), Integer.parseInt(words[1]), Long.parseLong(words[2]),
				Long.parseLong(words[3]), Long.parseLong(words[4]), Long.parseLong(words[5]));
	}

}
