package io.llmcache.key;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

import io.llmcache.BypassReason;

/**
 * Writes a canonical form into a digest: everything either has a fixed length or tells it
 * first, so that no two sequences of writes yield the same bytes. Not thread-safe.
 */
final class Feed {

	/** Generation of the canonical form. */
	private static final byte FORM = 1;

	/** Number of characters of a text that are copied at a time. */
	static final int CHUNK = 8192;

	private static final int SMALLEST_BUFFER = 64;

	private final Digester.Hash hash;

	private final byte[] buffer;

	private int filled;

	private long room;

	Feed(Digester.Hash hash, byte domain, long room, int expected) {
		this.hash = hash;
		this.room = room;
		this.buffer = new byte[Math.min(Math.max(expected, SMALLEST_BUFFER), CHUNK)];
		this.buffer[0] = FORM;
		this.buffer[1] = domain;
		this.filled = 2;
	}

	/**
	 * Number of bytes that may still be written.
	 */
	long room() {
		return this.room;
	}

	/**
	 * Takes away room for bytes that were written elsewhere on behalf of this feed.
	 * @throws Unkeyable when there is not as much
	 */
	void spend(long bytes) {
		this.room -= bytes;
		if (this.room < 0) {
			throw new Unkeyable(BypassReason.KEY_TOO_LARGE, "the arguments are larger than the limit of a key. "
					+ "Raise llm.cache.max-key-input, or set key= to what tells the requests apart");
		}
	}

	void tag(byte tag) {
		ensure(1);
		this.buffer[this.filled++] = tag;
	}

	void number(int value) {
		ensure(Integer.BYTES);
		for (int shift = Integer.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
			this.buffer[this.filled++] = (byte) (value >>> shift);
		}
	}

	void number(long value) {
		number((int) (value >>> Integer.SIZE));
		number((int) value);
	}

	void bytes(byte[] bytes) {
		number(bytes.length);
		raw(bytes);
	}

	void digest(Digest digest) {
		ensure(Digest.LENGTH);
		digest.copyTo(this.buffer, this.filled);
		this.filled += Digest.LENGTH;
	}

	/**
	 * Writes a text. Its characters count, whatever they mean: a surrogate without its
	 * partner is as good as any.
	 */
	void text(String text) {
		int length = text.length();
		if (length > this.room) {
			spend(length);
		}
		tag(Tag.TEXT);
		number(length);
		for (int start = 0; start < length; start += CHUNK) {
			chunk(text.substring(start, Math.min(length, start + CHUNK)));
		}
	}

	// Latin-1 is how the JVM holds most texts, so that this is a copy. Everything else
	// goes as it is: UTF-8 would turn lone surrogates into question marks and takes
	// longer to encode than the digest needs for the longer UTF-16.
	private void chunk(String chunk) {
		byte[] latin1 = chunk.getBytes(StandardCharsets.ISO_8859_1);
		if (new String(latin1, StandardCharsets.ISO_8859_1).equals(chunk)) {
			tag(Tag.LATIN1);
			raw(latin1);
			return;
		}
		byte[] utf16 = new byte[chunk.length() * Character.BYTES];
		ByteBuffer.wrap(utf16).order(ByteOrder.LITTLE_ENDIAN).asCharBuffer().put(chunk.toCharArray());
		tag(Tag.UTF16);
		raw(utf16);
	}

	private void raw(byte[] bytes) {
		if (bytes.length <= this.buffer.length - this.filled) {
			spend(bytes.length);
			System.arraycopy(bytes, 0, this.buffer, this.filled, bytes.length);
			this.filled += bytes.length;
			return;
		}
		spend(bytes.length);
		flush();
		this.hash.update(bytes, 0, bytes.length);
	}

	private void ensure(int length) {
		spend(length);
		if (length > this.buffer.length - this.filled) {
			flush();
		}
	}

	private void flush() {
		this.hash.update(this.buffer, 0, this.filled);
		this.filled = 0;
	}

	/**
	 * The digest of all that was written; the feed is used up.
	 */
	Digest finish() {
		flush();
		return Digest.of(this.hash.finish());
	}

}
