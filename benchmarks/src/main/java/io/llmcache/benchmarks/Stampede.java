package io.llmcache.benchmarks;

import java.util.List;
import java.util.function.Predicate;

/**
 * One question asked by all callers of all processes at the same moment.
 *
 * @param processes what each process saw of it
 */
record Stampede(List<Onrush> processes) {

	Stampede {
		processes = List.copyOf(processes);
		if (processes.stream().anyMatch((process) -> process.wrong() > 0)) {
			throw new IllegalStateException("Callers did not get the answer");
		}
	}

	int loads() {
		return this.processes.stream().mapToInt(Onrush::loads).sum();
	}

	double lateMillis() {
		return this.processes.stream().mapToLong(Onrush::lateNanos).max().orElseThrow() / 1e6;
	}

	/**
	 * How long after the end of the load the last caller in the JVM that loaded had its
	 * answer. Of one load only.
	 */
	double lastInLoadingJvm() {
		return lastMillis((process) -> process.loads() > 0);
	}

	/**
	 * How long after the end of the load the last caller in the other JVMs had its
	 * answer. Of one load only.
	 */
	double lastInOtherJvms() {
		return lastMillis((process) -> process.loads() == 0);
	}

	/**
	 * Median of the hits on another key that the first process made meanwhile.
	 */
	long neighbourNanos() {
		return this.processes.get(0).neighbourNanos();
	}

	private double lastMillis(Predicate<Onrush> which) {
		if (loads() != 1) {
			throw new IllegalStateException("There is no one load");
		}
		// Differences before the maximum: only they mean something with nanoTime.
		long end = this.processes.stream()
			.filter((process) -> process.loads() == 1)
			.findFirst()
			.orElseThrow()
			.loadEnd();
		return this.processes.stream()
			.filter(which)
			.mapToLong((process) -> process.lastReturn() - end)
			.max()
			.orElseThrow() / 1e6;
	}

}
