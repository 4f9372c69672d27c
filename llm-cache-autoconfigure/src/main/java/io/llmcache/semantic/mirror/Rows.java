package io.llmcache.semantic.mirror;

import java.nio.ByteBuffer;

import io.llmcache.key.Digest;
import io.llmcache.semantic.Sketch;

/**
 * Sketches one after the other, for the scan, and behind them the digests of their
 * documents. What a reader holds never changes: rows are added beyond what it sees, and
 * everything else makes a copy.
 *
 * @param words as many words as there is room for: sketches, then digests
 * @param size number of rows
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Rows(long[] words, int size) {

	static final Rows NONE = new Rows(new long[0], 0);

	private static final int DIGEST_WORDS = Digest.LENGTH / Long.BYTES;

	private static final int ROW_WORDS = Sketch.WORDS + DIGEST_WORDS;

	/** The digest as it stands in a row. */
	static long[] words(Digest digest) {
		byte[] bytes = new byte[Digest.LENGTH];
		digest.copyTo(bytes, 0);
		long[] words = new long[DIGEST_WORDS];
		ByteBuffer.wrap(bytes).asLongBuffer().get(words);
		return words;
	}

	private int room() {
		return this.words.length / ROW_WORDS;
	}

	private int digestAt(int row) {
		return room() * Sketch.WORDS + row * DIGEST_WORDS;
	}

	/**
	 * These rows and one more. To be called on the latest rows only: the memory beyond
	 * them is shared.
	 */
	Rows with(Sketch sketch, long[] digest, int mostRows) {
		Rows wider = (this.size < room()) ? this : copy(this.size, Math.min(mostRows, Math.max(1, 2 * this.size)));
		sketch.copyTo(wider.words, this.size * Sketch.WORDS);
		System.arraycopy(digest, 0, wider.words, wider.digestAt(this.size), DIGEST_WORDS);
		return new Rows(wider.words, this.size + 1);
	}

	/** These rows without one; the last takes its place. */
	Rows without(int row) {
		int last = this.size - 1;
		Rows copy = copy(last, last);
		if (row < last) {
			System.arraycopy(this.words, last * Sketch.WORDS, copy.words, row * Sketch.WORDS, Sketch.WORDS);
			System.arraycopy(this.words, digestAt(last), copy.words, copy.digestAt(row), DIGEST_WORDS);
		}
		return copy;
	}

	private Rows copy(int rows, int room) {
		Rows copy = new Rows(new long[room * ROW_WORDS], rows);
		System.arraycopy(this.words, 0, copy.words, 0, rows * Sketch.WORDS);
		System.arraycopy(this.words, digestAt(0), copy.words, copy.digestAt(0), rows * DIGEST_WORDS);
		return copy;
	}

	/** The first word of a digest: hash enough. */
	long head(int row) {
		return this.words[digestAt(row)];
	}

	boolean isOf(int row, long[] digest) {
		int start = digestAt(row);
		for (int i = 0; i < DIGEST_WORDS; i++) {
			if (this.words[start + i] != digest[i]) {
				return false;
			}
		}
		return true;
	}

	boolean hasSketch(int row, Sketch sketch) {
		long[] other = new long[Sketch.WORDS];
		sketch.copyTo(other, 0);
		for (int i = 0; i < Sketch.WORDS; i++) {
			if (this.words[row * Sketch.WORDS + i] != other[i]) {
				return false;
			}
		}
		return true;
	}

	Digest digest(int row) {
		ByteBuffer bytes = ByteBuffer.allocate(Digest.LENGTH);
		bytes.asLongBuffer().put(this.words, digestAt(row), DIGEST_WORDS);
		return Digest.of(bytes.array());
	}

}
