package io.llmcache.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.llmcache.key.Digest;
import org.jspecify.annotations.Nullable;

/**
 * Where the canonical form of a question leads: to the entry that answers it, whose own
 * header says whether it may be served. 44 bytes, the longest value that Redis keeps in
 * one piece with what it notes of it: magic (4), digest of the target (32), the first
 * eight bytes of the digest of the terms.
 *
 * @param target the question whose answer serves
 * @param terms what it rested on; a pointer made on other terms leads nowhere
 */
public record Pointer(Digest target, long terms) {

	private static final byte[] MAGIC = "LLQ1".getBytes(StandardCharsets.US_ASCII);

	private static final int TERMS = MAGIC.length + Digest.LENGTH;

	private static final int LENGTH = TERMS + Long.BYTES;

	byte[] bytes() {
		byte[] bytes = new byte[LENGTH];
		ByteBuffer.wrap(bytes).put(MAGIC).putLong(TERMS, this.terms);
		this.target.copyTo(bytes, MAGIC.length);
		return bytes;
	}

	/**
	 * Reads what {@link #bytes()} wrote.
	 * @param bytes a value in Redis
	 * @return null when it is none
	 */
	static @Nullable Pointer read(byte[] bytes) {
		if (bytes.length != LENGTH || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
			return null;
		}
		return new Pointer(Digest.of(Arrays.copyOfRange(bytes, MAGIC.length, TERMS)),
				ByteBuffer.wrap(bytes).getLong(TERMS));
	}

}
