package io.llmcache.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntConsumer;

/**
 * A number of threads that do the same thing at the same time. To be used by one thread
 * at a time.
 */
final class Crowd implements AutoCloseable {

	private final int size;

	private final ThreadPoolExecutor threads;

	Crowd(int size) {
		this.size = size;
		this.threads = (ThreadPoolExecutor) Executors.newFixedThreadPool(size, (task) -> {
			Thread thread = new Thread(task, "crowd");
			thread.setDaemon(true);
			return thread;
		});
		this.threads.prestartAllCoreThreads();
	}

	/**
	 * Runs a task in every thread at once and waits for all of them.
	 * @param task given the number of its thread, from 0
	 */
	void all(IntConsumer task) {
		CountDownLatch gate = new CountDownLatch(1);
		List<Future<?>> futures = new ArrayList<>();
		for (int i = 0; i < this.size; i++) {
			int number = i;
			futures.add(this.threads.submit(() -> {
				gate.await();
				task.accept(number);
				return null;
			}));
		}
		gate.countDown();
		futures.forEach(Crowd::await);
	}

	/**
	 * Repeats an operation in every thread for a while.
	 * @param millis for how long
	 * @param operation the operation, given a running number
	 * @return operations a second, all threads together
	 */
	double operationsASecond(long millis, IntConsumer operation) {
		LongAdder operations = new LongAdder();
		long begin = System.nanoTime();
		long end = begin + TimeUnit.MILLISECONDS.toNanos(millis);
		all((number) -> {
			int done = 0;
			while (System.nanoTime() - end < 0) {
				operation.accept(number + done++);
			}
			operations.add(done);
		});
		return operations.sum() * 1e9 / (System.nanoTime() - begin);
	}

	private static void await(Future<?> future) {
		try {
			future.get();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex.getCause());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.threads.shutdownNow();
	}

}
