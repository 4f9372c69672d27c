package io.llmcache.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
import java.util.stream.Stream;

import io.llmcache.CacheCall;
import io.llmcache.CacheOutcome;
import io.llmcache.test.Eventually;

/**
 * Callers that all call at the same time, each on a thread of its own.
 */
final class Crowd {

	private final List<Thread> threads = new ArrayList<>();

	private final List<FutureTask<CacheCall<String>>> calls = new ArrayList<>();

	private final AtomicLong lastEnd = new AtomicLong();

	private Crowd() {
	}

	/**
	 * Sets so many callers going.
	 * @param size how many
	 * @param call what each of them does, by its number
	 */
	static Crowd of(int size, IntFunction<Callable<CacheCall<String>>> call) {
		return of(size, call, (task, name) -> {
			Thread thread = new Thread(task, name);
			thread.setDaemon(true);
			return thread;
		});
	}

	private static Crowd of(int size, IntFunction<Callable<CacheCall<String>>> call,
			BiFunction<Runnable, String, Thread> threads) {
		Crowd crowd = new Crowd();
		CountDownLatch begin = new CountDownLatch(size);
		for (int i = 0; i < size; i++) {
			Callable<CacheCall<String>> mine = call.apply(i);
			FutureTask<CacheCall<String>> task = new FutureTask<>(() -> {
				begin.countDown();
				if (!begin.await(60, TimeUnit.SECONDS)) {
					throw new IllegalStateException("The others did not come");
				}
				CacheCall<String> result = mine.call();
				crowd.lastEnd.accumulateAndGet(System.currentTimeMillis(), Math::max);
				return result;
			});
			crowd.calls.add(task);
			crowd.threads.add(threads.apply(task, "crowd-" + i));
		}
		crowd.threads.forEach(Thread::start);
		return crowd;
	}

	/** As {@link #of}, for callers that all do the same. */
	static Crowd same(int size, Callable<CacheCall<String>> call) {
		return of(size, (i) -> call);
	}

	/** As {@link #same}, on virtual threads: from JDK 21 on. */
	static Crowd virtual(int size, Callable<CacheCall<String>> call) {
		return of(size, (i) -> call, VirtualThreads::unstarted);
	}

	/**
	 * Waits until so many of them wait for the landing of somebody else's load.
	 */
	void awaitWaiting(int count) {
		Eventually.holds(() -> waiting() == count, () -> waiting() + " wait instead of " + count);
	}

	private long waiting() {
		return this.threads.stream().filter(Crowd::waits).count();
	}

	/**
	 * Told by the stack: the state alone also says so of a thread that waits for a lock.
	 */
	private static boolean waits(Thread thread) {
		return thread.getState() == Thread.State.WAITING && Stream.of(thread.getStackTrace())
			.anyMatch((frame) -> frame.getClassName().endsWith(".BlockingDriver")
					&& frame.getMethodName().equals("await"));
	}

	/** What each of them got; fails when one got an exception or nothing. */
	List<CacheCall<String>> join() {
		List<CacheCall<String>> results = new ArrayList<>();
		for (FutureTask<CacheCall<String>> call : this.calls) {
			try {
				results.add(call.get(60, TimeUnit.SECONDS));
			}
			catch (ExecutionException | TimeoutException ex) {
				throw new AssertionError("A caller got no answer", ex);
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw new IllegalStateException(ex);
			}
		}
		return results;
	}

	/** When the last of them had its answer: wall clock, to be compared between JVMs. */
	long lastEnd() {
		return this.lastEnd.get();
	}

	static long count(List<CacheCall<String>> calls, CacheOutcome outcome) {
		return calls.stream().filter((call) -> call.outcome() == outcome).count();
	}

}
