package io.llmcache.store;

/**
 * What was found under the key of a request.
 */
public sealed interface Reading {

	/** Nothing. */
	Reading ABSENT = new Absent();

	/** What stands for a stamp where nothing is. */
	byte[] NO_STAMP = {};

	/**
	 * The stamp that the reader has seen, so that a lease is granted only while nobody
	 * else has written something newer; empty when there was none.
	 */
	byte[] stamp();

	/**
	 * An entry that answers the request.
	 *
	 * @param entry the entry
	 */
	record Present(Entry entry) implements Reading {

		@Override
		public byte[] stamp() {
			return this.entry.stamp();
		}

	}

	/**
	 * No value.
	 */
	record Absent() implements Reading {

		@Override
		public byte[] stamp() {
			return NO_STAMP;
		}

	}

	/**
	 * An entry that an evict or a clear has voided.
	 *
	 * @param entry the entry
	 */
	record Voided(Entry entry) implements Reading {

		@Override
		public byte[] stamp() {
			return this.entry.stamp();
		}

	}

	/**
	 * Bytes that are not an entry for the request: damaged, of another version, written
	 * by hand, or the reply to another command.
	 *
	 * @param stamp what stands where an entry has its stamp, possibly nothing
	 */
	@SuppressWarnings("ArrayRecordComponent") // never compared
	record Corrupt(byte[] stamp) implements Reading {

	}

}
