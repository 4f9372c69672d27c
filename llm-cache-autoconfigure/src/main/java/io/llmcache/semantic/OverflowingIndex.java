package io.llmcache.semantic;

import java.time.Duration;
import java.util.List;

import io.llmcache.key.Digest;
import io.llmcache.store.Document;
import io.llmcache.store.StoreException;

/**
 * Asks an index that holds a bounded number of documents while they all fit, and another
 * one beyond that. Both see every document, so only who is asked changes.
 */
public final class OverflowingIndex implements VectorIndex {

	private final VectorIndex bounded;

	private final int bound;

	private final VectorIndex beyond;

	/**
	 * An index of two.
	 * @param bounded asked while all documents fit
	 * @param bound the number of documents that fit
	 * @param beyond asked when they do not, if it is ready
	 */
	public OverflowingIndex(VectorIndex bounded, int bound, VectorIndex beyond) {
		this.bounded = bounded;
		this.bound = bound;
		this.beyond = beyond;
	}

	private VectorIndex current() {
		return (this.bounded.readiness().entries() >= this.bound) ? this.beyond : this.bounded;
	}

	@Override
	public String name() {
		return current().name();
	}

	@Override
	public List<Digest> propose(Digest scope, UnitVector vector, double floor, int limit) throws StoreException {
		return current().propose(scope, vector, floor, limit);
	}

	@Override
	public void add(Document document, UnitVector vector, Duration life) throws StoreException {
		this.beyond.add(document, vector, life);
		this.bounded.add(document, vector, life);
	}

	@Override
	public void remove(Digest scope, Digest digest) {
		this.bounded.remove(scope, digest);
		this.beyond.remove(scope, digest);
	}

	@Override
	public Readiness readiness() {
		return current().readiness();
	}

}
