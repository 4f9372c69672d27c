package io.llmcache.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import io.llmcache.CachePolicy.Hot;
import io.llmcache.key.Digest;
import io.llmcache.store.Entry;
import io.llmcache.store.ResponseStore;
import io.llmcache.store.ResponseStore.Touch;
import io.llmcache.store.ResponseStore.Touched;
import io.llmcache.store.StoreException;

/**
 * Counts hits in this JVM and lets batches of them prolong the life of hot entries: a
 * command for every hit would cost more than the hit. A key is sent in steps of a quarter
 * of the threshold until it is hot, then only once its fresh life has fallen below nine
 * tenths of what hot entries get. Thread-safe.
 */
public final class HitRecorder {

	private static final int MAX_KEYS = 100_000;

	private static final int MAX_BATCH = 1_000;

	private final ResponseStore store;

	/**
	 * A plain map, cleared when it is full: the books that a cache of its own keeps of
	 * every reading would cost a hit as much as its key.
	 */
	private final Map<Digest, Tally> tallies = new ConcurrentHashMap<>();

	private final Queue<Tally> due = new ConcurrentLinkedQueue<>();

	/**
	 * A recorder that sends nothing until it is flushed.
	 * @param store where life is prolonged
	 */
	public HitRecorder(ResponseStore store) {
		this.store = store;
	}

	void record(Call call, Entry entry, long now) {
		Hot hot = call.policy().hot();
		if (hot.threshold() == 0) {
			return;
		}
		Tally known = this.tallies.get(call.key().digest());
		Tally tally = (known != null && known.counts(now)) ? known : begin(call, now);
		int hits = tally.hits.incrementAndGet();
		boolean send = tally.hot ? (entry.freshUntil() - now) * 10 < hot.ttl().toMillis() * 9
				: hits >= Math.max(1, hot.threshold() / 4);
		if (send && tally.queued.compareAndSet(false, true)) {
			this.due.add(tally);
		}
	}

	/** Forgets all when there are too many: what is hot is soon known again. */
	private Tally begin(Call call, long now) {
		if (this.tallies.size() >= MAX_KEYS) {
			this.tallies.clear();
		}
		return this.tallies.compute(call.key().digest(),
				(digest, known) -> (known != null && known.counts(now)) ? known : new Tally(call, now));
	}

	/**
	 * Sends what is due; to be called about once a second. What does not reach the store
	 * is forgotten: it is only statistics.
	 */
	public void flush() {
		List<Tally> batch = new ArrayList<>();
		for (Tally tally = this.due.poll(); tally != null; tally = this.due.poll()) {
			batch.add(tally);
			if (batch.size() == MAX_BATCH) {
				send(batch);
				batch.clear();
			}
		}
		if (!batch.isEmpty()) {
			send(batch);
		}
	}

	private void send(List<Tally> batch) {
		List<Touch> touches = batch.stream().map(Tally::take).toList();
		try {
			List<Touched> touched = this.store.touch(touches);
			for (int i = 0; i < batch.size(); i++) {
				Tally tally = batch.get(i);
				tally.hot = touched.get(i).hits() >= tally.call.policy().hot().threshold();
			}
		}
		catch (StoreException ex) {
			// Counted again from the next hit on.
		}
	}

	/** Hits of one key that the store does not know of yet. */
	private static final class Tally {

		private final Call call;

		private final long end;

		private final AtomicInteger hits = new AtomicInteger();

		private final AtomicBoolean queued = new AtomicBoolean();

		private volatile boolean hot;

		Tally(Call call, long now) {
			// Without the prompt: there are many, and they may be long.
			this.call = call.answeredBy(call.key().digest());
			this.end = now + call.policy().hot().window().toMillis();
		}

		boolean counts(long now) {
			return now < this.end;
		}

		Touch take() {
			this.queued.set(false);
			Hot hot = this.call.policy().hot();
			return new Touch(this.call.key(), this.hits.getAndSet(0), hot.window().toMillis(), hot.threshold(),
					hot.ttl().toMillis(), this.call.policy().maxAge().toMillis(),
					this.call.policy().staleLife().toMillis());
		}

	}

}
