package io.llmcache.benchmarks;

import java.nio.ByteBuffer;
import java.util.SplittableRandom;

import io.llmcache.key.Digest;

/**
 * Digests that can be told from one another without a table: random bytes, and a number
 * at the end.
 */
final class Digests {

	private Digests() {
	}

	/**
	 * A digest.
	 * @param kind kept apart from all other kinds
	 * @param number its number
	 */
	static Digest of(int kind, int number) {
		byte[] bytes = new byte[Digest.LENGTH];
		new SplittableRandom(((long) kind << 32) + number).nextBytes(bytes);
		ByteBuffer.wrap(bytes).putInt(Digest.LENGTH - Integer.BYTES, number);
		return Digest.of(bytes);
	}

	/** The number of a digest of this class. */
	static int number(Digest digest) {
		byte[] bytes = new byte[Digest.LENGTH];
		digest.copyTo(bytes, 0);
		return ByteBuffer.wrap(bytes).getInt(Digest.LENGTH - Integer.BYTES);
	}

}
