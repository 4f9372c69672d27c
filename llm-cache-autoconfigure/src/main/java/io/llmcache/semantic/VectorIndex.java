package io.llmcache.semantic;

import java.time.Duration;
import java.util.List;

import io.llmcache.key.Digest;
import io.llmcache.store.Document;
import io.llmcache.store.StoreException;

/**
 * Proposes documents whose questions may be near to a question; never decides. A proposal
 * may be stale, expired, void or too far away: its document is read and judged before
 * anything is served, so a mistake of an index costs a miss, never a wrong answer. What
 * it must never do is propose across scopes. Thread-safe.
 */
public interface VectorIndex {

	/**
	 * The name by which it is chosen: {@code mirror}, {@code query-engine},
	 * {@code vector-set}.
	 */
	String name();

	/**
	 * Documents of a scope, nearest first, as far as the index can tell.
	 * @param scope the scope, equal to that of every document proposed
	 * @param vector the question
	 * @param floor cosine in [-1, 1] below which a document is of no use: the index may
	 * leave out what surely lies below, and need not
	 * @param limit the most to propose
	 * @return digests of documents, without repetition
	 * @throws StoreException when the store is asked and does not answer or refuses
	 */
	List<Digest> propose(Digest scope, UnitVector vector, double floor, int limit) throws StoreException;

	/**
	 * This JVM has stored a document.
	 * @param document the document, in Redis already
	 * @param vector its vector, not rounded
	 * @param life how long Redis keeps it
	 * @throws StoreException when the store is asked and does not answer or refuses
	 */
	void add(Document document, UnitVector vector, Duration life) throws StoreException;

	/**
	 * A document that was proposed, or was evicted, is no more.
	 * @param scope its scope
	 * @param digest its digest
	 */
	void remove(Digest scope, Digest digest);

	/**
	 * How far the index can be relied on.
	 */
	Readiness readiness();

	/**
	 * How far an index can be relied on.
	 *
	 * @param ready whether it can be asked at all
	 * @param complete share of the documents in the store that it knows, in [0, 1]; NaN
	 * when it cannot tell
	 * @param entries number of documents that it knows; -1 when it cannot tell
	 * @param detail one clause for people: what it is doing, what is in its way
	 */
	record Readiness(boolean ready, double complete, long entries, String detail) {

	}

}
