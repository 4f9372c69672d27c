package io.llmcache.store;

import java.nio.ByteBuffer;

import io.llmcache.key.Digest;
import org.jspecify.annotations.Nullable;

/**
 * A pointer from one question to another whose answer serves both: what an entry with the
 * alias flag holds instead of a payload. A copy of the answer would survive an evict of
 * the original. It says something of two questions, not of an answer, so it outlives a
 * refresh of that answer.
 * <p>
 * 72 bytes: digest of the target (32), terms (32), cosine (8).
 *
 * @param target the question whose answer serves
 * @param terms digest of what it rested on: model, threshold, guards, normaliser; a
 * pointer made on other terms leads nowhere
 * @param similarity cosine in [-1, 1]; NaN when the two were not compared
 */
public record Alias(Digest target, Digest terms, double similarity) {

	static final int LENGTH = 2 * Digest.LENGTH + Double.BYTES;

	byte[] payload() {
		byte[] payload = new byte[LENGTH];
		this.target.copyTo(payload, 0);
		this.terms.copyTo(payload, Digest.LENGTH);
		ByteBuffer.wrap(payload).putDouble(2 * Digest.LENGTH, this.similarity);
		return payload;
	}

	/**
	 * Reads what {@link #payload()} wrote.
	 * @param bytes an entry
	 * @param offset where its payload begins
	 * @return null when it is none
	 */
	static @Nullable Alias read(byte[] bytes, int offset) {
		if (bytes.length - offset != LENGTH) {
			return null;
		}
		ByteBuffer source = ByteBuffer.wrap(bytes);
		return new Alias(digest(source, offset), digest(source, offset + Digest.LENGTH),
				source.getDouble(offset + 2 * Digest.LENGTH));
	}

	private static Digest digest(ByteBuffer source, int offset) {
		byte[] digest = new byte[Digest.LENGTH];
		source.get(offset, digest);
		return Digest.of(digest);
	}

}
