package io.llmcache.key;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;

/**
 * Writes a text in chunks through one small scratch space: the garbage of a prompt does
 * not grow with its length. Not thread-safe.
 * <p>
 * A chunk is Latin-1 when its characters are, which is how the JVM holds most texts and
 * thus a copy. Everything else goes as UTF-16: UTF-8 would turn lone surrogates into
 * question marks, and takes longer to encode than the digest needs for the additional
 * bytes.
 */
final class TextChunks {

	/** Number of characters of a chunk; part of the canonical form. */
	static final int CHUNK = 256;

	private final String text;

	private final char[] characters;

	private final byte[] bytes;

	private byte[] wide = {};

	private final CharsetEncoder encoder = StandardCharsets.ISO_8859_1.newEncoder();

	private final CharBuffer source;

	private final ByteBuffer target;

	TextChunks(String text) {
		this.text = text;
		this.characters = new char[Math.min(text.length(), CHUNK)];
		this.bytes = new byte[this.characters.length];
		this.source = CharBuffer.wrap(this.characters);
		this.target = ByteBuffer.wrap(this.bytes);
	}

	void writeTo(Feed feed) {
		int length = this.text.length();
		for (int start = 0; start < length; start += CHUNK) {
			int end = Math.min(length, start + CHUNK);
			this.text.getChars(start, end, this.characters, 0);
			write(end - start, feed);
		}
	}

	private void write(int length, Feed feed) {
		this.source.position(0).limit(length);
		this.target.clear();
		if (this.encoder.reset().encode(this.source, this.target, true).isUnderflow()) {
			feed.latin1(this.bytes, length);
			return;
		}
		if (this.wide.length == 0) {
			this.wide = new byte[this.characters.length * Character.BYTES];
		}
		utf16(this.characters, length, this.wide);
		feed.utf16(this.wide, length * Character.BYTES);
	}

	static void utf16(char[] characters, int length, byte[] bytes) {
		for (int i = 0; i < length; i++) {
			bytes[2 * i] = (byte) (characters[i] >>> Byte.SIZE);
			bytes[2 * i + 1] = (byte) characters[i];
		}
	}

}
