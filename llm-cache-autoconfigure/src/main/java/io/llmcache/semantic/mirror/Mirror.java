package io.llmcache.semantic.mirror;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

import io.llmcache.key.Digest;
import io.llmcache.semantic.Sketch;
import io.llmcache.semantic.UnitVector;
import io.llmcache.semantic.VectorIndex;
import io.llmcache.store.Document;
import io.llmcache.store.Notice;
import io.llmcache.store.RedisKeys;
import io.llmcache.store.RedisLink;
import io.llmcache.store.StoreException;

/**
 * An index in the memory of the JVM: the sketches of all documents of a space, about 105
 * bytes each and 250 a scope. A proposal asks nobody; what other JVMs store is heard of
 * over a stream. Answers with what it knows while it reads the documents of Redis in the
 * background, and reads them all again when it may have missed some. Thread-safe.
 */
public final class Mirror implements VectorIndex, AutoCloseable {

	private final Shelves shelves;

	private final RedisFeed feed;

	private final Upkeep upkeep;

	private final String space;

	/**
	 * A mirror that knows nothing yet; the first {@link #pulse()} has the documents read.
	 * @param link the way to Redis
	 * @param keys the names
	 * @param space names the embedding model and the form of its documents
	 * @param maxEntries the most documents to know; beyond it the oldest of the largest
	 * tenant are forgotten
	 * @param rebuildAfter how often all documents are read anew, which also drops those
	 * whose end nobody noticed
	 * @param nanoTime the time, as {@link System#nanoTime}
	 * @param background reads documents and news; may refuse
	 */
	public Mirror(RedisLink link, RedisKeys keys, String space, int maxEntries, Duration rebuildAfter,
			LongSupplier nanoTime, Executor background) {
		this.space = space;
		this.shelves = new Shelves(maxEntries);
		this.feed = new RedisFeed(link, keys, space);
		this.upkeep = new Upkeep(this.shelves, this.feed, new RedisDocuments(link, keys, space), rebuildAfter, nanoTime,
				background);
		link.onArrival((redis) -> this.upkeep.wake());
	}

	@Override
	public String name() {
		return "mirror";
	}

	@Override
	public List<Digest> propose(Digest scope, UnitVector vector, double floor, int limit) {
		return this.shelves.current().nearest(scope, Sketch.of(vector), floor, limit);
	}

	@Override
	public void add(Document document, UnitVector vector, Duration life) throws StoreException {
		Sketch written = Sketch.read(document.sketch());
		Known known = new Known(document.digest(), document.scope(), document.tenant(),
				(written != null) ? written : Sketch.of(vector));
		this.shelves.add(known);
		this.feed.append(known, life);
	}

	@Override
	public void remove(Digest scope, Digest digest) {
		this.shelves.remove(scope, digest);
	}

	/**
	 * Takes note of a notice; returns at once.
	 * @param notice any notice
	 */
	public void onNotice(Notice notice) {
		if (notice instanceof Notice.Documented documented && documented.space().equals(this.space)) {
			this.upkeep.wake();
		}
	}

	/**
	 * Hears what there is to hear, and has the documents read where that is due: to be
	 * called once a second. Waits for Redis, never for the documents; fails quietly.
	 */
	public void pulse() {
		this.upkeep.pulse();
	}

	@Override
	public Readiness readiness() {
		return this.upkeep.readiness();
	}

	/** Whether nothing is under way that would tell of more documents. */
	boolean isSettled() {
		return this.upkeep.isSettled();
	}

	/**
	 * Ends what runs in the background.
	 */
	@Override
	public void close() {
		this.upkeep.close();
	}

}
