package io.llmcache.semantic.mirror;

import java.nio.ByteBuffer;
import java.util.Arrays;

import io.llmcache.key.Digest;
import io.llmcache.semantic.Sketch;

/**
 * Documents one after the other, each in three parts: the first halves of all sketches,
 * with which a scan gets by mostly, their second halves, and the digests. What a reader
 * holds never changes: rows are added beyond what it sees, and everything else makes a
 * copy.
 *
 * @param words as many words as there is room for: each of the parts in turn
 * @param size number of rows
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Rows(long[] words, int size) {

	static final Rows NONE = new Rows(new long[0], 0);

	/** Words of a row in each of the parts. */
	static final int PART = 4;

	private static final int PARTS = 3;

	private static final int DIGEST = 2;

	/** The digest as it stands in a row. */
	static long[] words(Digest digest) {
		byte[] bytes = new byte[Digest.LENGTH];
		digest.copyTo(bytes, 0);
		long[] words = new long[PART];
		ByteBuffer.wrap(bytes).asLongBuffer().get(words);
		return words;
	}

	private static long[] words(Sketch sketch) {
		long[] words = new long[Sketch.WORDS];
		sketch.copyTo(words, 0);
		return words;
	}

	/** Index of the first word of a part, that of row zero. */
	int start(int part) {
		return part * (this.words.length / PARTS);
	}

	private int at(int part, int row) {
		return start(part) + row * PART;
	}

	/**
	 * These rows and one more. To be called on the latest rows only: the memory beyond
	 * them is shared.
	 */
	Rows with(Sketch sketch, long[] digest, int mostRows) {
		boolean hasRoom = this.words.length > this.size * PART * PARTS;
		Rows wider = hasRoom ? this : copy(this.size, Math.min(mostRows, Math.max(1, 2 * this.size)));
		long[] bits = words(sketch);
		System.arraycopy(bits, 0, wider.words, wider.at(0, this.size), PART);
		System.arraycopy(bits, PART, wider.words, wider.at(1, this.size), PART);
		System.arraycopy(digest, 0, wider.words, wider.at(DIGEST, this.size), PART);
		return new Rows(wider.words, this.size + 1);
	}

	/** These rows without one; the last takes its place. */
	Rows without(int row) {
		int last = this.size - 1;
		Rows copy = copy(last, last);
		for (int part = 0; part < PARTS && row < last; part++) {
			System.arraycopy(this.words, at(part, last), copy.words, copy.at(part, row), PART);
		}
		return copy;
	}

	private Rows copy(int rows, int room) {
		Rows copy = new Rows(new long[room * PART * PARTS], rows);
		for (int part = 0; part < PARTS; part++) {
			System.arraycopy(this.words, start(part), copy.words, copy.start(part), rows * PART);
		}
		return copy;
	}

	/** The first word of a digest: hash enough. */
	long head(int row) {
		return this.words[at(DIGEST, row)];
	}

	boolean isOf(int row, long[] digest) {
		return holds(DIGEST, row, digest, 0);
	}

	boolean hasSketch(int row, Sketch sketch) {
		long[] bits = words(sketch);
		return holds(0, row, bits, 0) && holds(1, row, bits, PART);
	}

	private boolean holds(int part, int row, long[] expected, int from) {
		int at = at(part, row);
		return Arrays.equals(this.words, at, at + PART, expected, from, from + PART);
	}

	Digest digest(int row) {
		ByteBuffer bytes = ByteBuffer.allocate(Digest.LENGTH);
		bytes.asLongBuffer().put(this.words, at(DIGEST, row), PART);
		return Digest.of(bytes.array());
	}

}
