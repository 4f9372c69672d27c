package io.llmcache.key;

import java.nio.charset.StandardCharsets;

import io.llmcache.BypassReason;

/**
 * Writes a canonical form into a digest: everything either has a fixed length or tells it
 * first, so that no two sequences of writes yield the same bytes. Not thread-safe.
 */
final class Feed {

	/** Generation of the canonical form. */
	private static final byte FORM = 1;

	private final Digester.Hash hash;

	private final byte[] buffer;

	private int filled;

	private long room;

	Feed(Digester.Hash hash, byte domain, long room, int buffer) {
		this.hash = hash;
		this.room = room;
		this.buffer = new byte[buffer];
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
		raw(bytes, bytes.length);
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
		if (length > TextChunks.CHUNK) {
			new TextChunks(text).writeTo(this);
			return;
		}
		// A single chunk: cheaper to copy than to set up for.
		byte[] latin1 = text.getBytes(StandardCharsets.ISO_8859_1);
		if (new String(latin1, StandardCharsets.ISO_8859_1).equals(text)) {
			latin1(latin1, length);
		}
		else {
			byte[] utf16 = new byte[length * Character.BYTES];
			TextChunks.utf16(text.toCharArray(), length, utf16);
			utf16(utf16, utf16.length);
		}
	}

	/**
	 * Writes a chunk of a text whose characters are all of Latin-1.
	 */
	void latin1(byte[] bytes, int length) {
		tag(Tag.LATIN1);
		raw(bytes, length);
	}

	/**
	 * Writes a chunk of a text with other characters.
	 */
	void utf16(byte[] bytes, int length) {
		tag(Tag.UTF16);
		raw(bytes, length);
	}

	private void raw(byte[] bytes, int length) {
		spend(length);
		if (length <= this.buffer.length - this.filled) {
			System.arraycopy(bytes, 0, this.buffer, this.filled, length);
			this.filled += length;
			return;
		}
		flush();
		this.hash.update(bytes, 0, length);
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
