package io.llmcache.store;

import java.time.Duration;
import java.util.List;
import java.util.Set;

import io.llmcache.key.CacheKey;
import io.llmcache.key.Digest;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of questions beside the entries that answer them. Thread-safe; every
 * method is bounded by the operation time-out.
 */
public interface DocumentStore {

	/**
	 * What is known of a question before it is embedded: one round trip.
	 * @param asker the request
	 * @param question digest of its canonical form; null when it has none
	 * @throws StoreException when the store does not answer or refuses
	 */
	Known known(CacheKey asker, @Nullable Digest question) throws StoreException;

	/**
	 * Reads documents: one round trip.
	 * @param asker a request of the same scope and tenant
	 * @param digests what to read
	 * @return those that are there, sound, of the asker's scope and tenant, and not void;
	 * in the order asked for
	 * @throws StoreException when the store does not answer or refuses
	 */
	List<Document> read(CacheKey asker, List<Digest> digests) throws StoreException;

	/**
	 * The request behind a document.
	 * @param cache its cache
	 * @param version its joined prompt version
	 * @param digest its digest
	 * @return null when there is no sound document
	 * @throws StoreException when the store does not answer or refuses
	 */
	@Nullable CacheKey asker(String cache, String version, Digest digest) throws StoreException;

	/**
	 * Points the canonical form of a question to the entry that answers it, in place of
	 * whatever it pointed to.
	 * @param asker the request
	 * @param question digest of the canonical form
	 * @param pointer where it leads
	 * @param life how long the pointer is kept
	 * @throws StoreException when the store does not answer or refuses
	 */
	void point(CacheKey asker, Digest question, Pointer pointer, Duration life) throws StoreException;

	/**
	 * What is known of a question before it is embedded.
	 *
	 * @param pointer where its canonical form points; null for nowhere
	 * @param rejected questions whose answers it is never to get
	 */
	record Known(@Nullable Pointer pointer, Set<Digest> rejected) {

	}

}
