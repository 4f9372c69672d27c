package io.llmcache.history;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.llmcache.CacheCall;
import io.llmcache.CacheRequest;
import io.llmcache.LlmCaches;
import io.llmcache.history.Event.Call;
import io.llmcache.history.Plan.Step;
import io.llmcache.history.Worker.Excuses;
import org.jspecify.annotations.Nullable;

/**
 * The clients of one JVM, each on a thread of its own, and the model that they share.
 */
final class Clients implements AutoCloseable {

	private static final long PATIENCE_SECONDS = 15;

	/** Numbers calls and loads; goes on from history to history. */
	private static final AtomicInteger numbers = new AtomicInteger();

	private final String jvm;

	private final LlmCaches caches;

	private final Excuses excuses;

	private final Journal journal;

	private final AtomicInteger version = new AtomicInteger(1);

	private final List<Thread> threads = new ArrayList<>();

	private final ThreadLocal<@Nullable String> call = new ThreadLocal<>();

	Clients(String jvm, LlmCaches caches, Excuses excuses, Journal journal) {
		this.jvm = jvm;
		this.caches = caches;
		this.excuses = excuses;
		this.journal = journal;
	}

	void begin(List<List<Step>> clients) {
		for (List<Step> steps : clients) {
			Thread thread = new Thread(() -> steps.forEach(this::take), "client");
			thread.setDaemon(true);
			this.threads.add(thread);
			thread.start();
		}
	}

	/** Waits for all; tells whether all have come to their end. */
	boolean join() throws InterruptedException {
		long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
		boolean all = true;
		for (Thread thread : this.threads) {
			thread.join(Math.max(1, TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime())));
			all = all && !thread.isAlive();
		}
		return all;
	}

	private void take(Step step) {
		try {
			Thread.sleep(step.pause());
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
		Key key = new Key(step.cache(), "v" + this.version.get(), step.question());
		String id = next();
		switch (step.kind()) {
			case CALL -> call(id, key, step);
			case EVICT -> {
				this.journal.begin(id, key.toString());
				this.journal.end(id, this.caches.evict(request(key)).name(), "");
			}
			case CLEAR -> clear(key.cache());
			case CLEAR_ALL -> {
				this.journal.begin(id, "*");
				this.journal.end(id, this.caches.clearAll().name(), "");
			}
			case BUMP -> this.version.incrementAndGet();
		}
	}

	void clear(String cache) {
		String id = next();
		this.journal.begin(id, cache);
		this.journal.end(id, this.caches.clear(cache).name(), "");
	}

	private void call(String id, Key key, Step step) {
		this.excuses.clear();
		this.call.set(id);
		this.journal.begin(id, key);
		try {
			CacheCall<String> done = this.caches.call(request(key), () -> load(key, step));
			this.journal.end(id, done.outcome().name(), String.valueOf(done.value()));
			if (done.digest() != null) {
				this.journal.named(key, done.digest());
			}
		}
		catch (ModelFailure ex) {
			this.journal.end(id, Call.FAILED, String.valueOf(ex.getMessage()));
		}
		catch (Throwable ex) {
			this.journal.end(id, Call.BROKEN, ex.getClass().getName());
		}
		finally {
			this.call.remove();
		}
	}

	private static CacheRequest<String> request(Key key) {
		return CacheRequest.of(key.cache(), "answer", String.class, key.question()).withPromptVersion(key.version());
	}

	/** The model; every answer and every failure is the only one of its name. */
	private String load(Key key, Step step) throws Exception {
		String value = next();
		String call = this.call.get();
		// A refresh loads only with a lease: what its thread has met before is no excuse.
		this.journal.load(value, call, key, (call != null) ? this.excuses.last() : null);
		Thread.sleep(step.millis());
		this.journal.loaded(value);
		if (step.fails()) {
			throw new ModelFailure(value + ":" + key);
		}
		return value + ":" + key;
	}

	private String next() {
		return this.jvm + "-" + numbers.incrementAndGet();
	}

	@Override
	public void close() throws IOException {
		this.journal.close();
	}

	/** What the model throws. */
	static final class ModelFailure extends Exception {

		private static final long serialVersionUID = 1L;

		ModelFailure(String message) {
			super(message);
		}

	}

}
