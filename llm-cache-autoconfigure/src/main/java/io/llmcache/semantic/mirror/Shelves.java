package io.llmcache.semantic.mirror;

import io.llmcache.key.Digest;
import org.jspecify.annotations.Nullable;

/**
 * The sketches that answer, and while they are read anew those that will: both are told
 * of what is new. Thread-safe.
 */
final class Shelves {

	private final int maxDocuments;

	private volatile Sketches current;

	private volatile @Nullable Sketches next;

	Shelves(int maxDocuments) {
		this.maxDocuments = maxDocuments;
		this.current = new Sketches(maxDocuments);
	}

	Sketches current() {
		return this.current;
	}

	// The next ones first: were they to take over between the two, they would have been
	// told; were they to begin, they would find what is new in Redis.
	void add(Known known) {
		Sketches next = this.next;
		if (next != null) {
			next.add(known);
		}
		this.current.add(known);
	}

	void remove(Digest scope, Digest digest) {
		Sketches next = this.next;
		if (next != null) {
			next.remove(scope, digest);
		}
		this.current.remove(scope, digest);
	}

	/**
	 * New sketches are about to be filled.
	 */
	Sketches begin() {
		Sketches empty = new Sketches(this.maxDocuments);
		this.next = empty;
		return empty;
	}

	/** The new ones are filled. */
	void replace(Sketches filled) {
		this.current = filled;
		this.next = null;
	}

	/** The new ones will not be filled. */
	void discard() {
		this.next = null;
	}

}
