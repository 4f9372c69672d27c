package io.llmcache.benchmarks;

import java.lang.management.ManagementFactory;

import com.sun.management.ThreadMXBean;

/**
 * Counts allocated bytes.
 */
interface Allocation {

	/**
	 * Bytes allocated so far.
	 */
	long bytes();

	static long ofThisThread() {
		return threads().getThreadAllocatedBytes(Thread.currentThread().getId());
	}

	/**
	 * Those of threads that have ended are not in it.
	 */
	static long ofAllThreads() {
		ThreadMXBean threads = threads();
		long sum = 0;
		for (long bytes : threads.getThreadAllocatedBytes(threads.getAllThreadIds())) {
			sum += Math.max(bytes, 0);
		}
		return sum;
	}

	private static ThreadMXBean threads() {
		return (ThreadMXBean) ManagementFactory.getThreadMXBean();
	}

}
