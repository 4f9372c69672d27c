package io.llmcache.key;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;

import org.jspecify.annotations.Nullable;

/**
 * 32 bytes that stand for something that must not be written down itself. Immutable.
 */
public final class Digest {

	/** Length in bytes. */
	public static final int LENGTH = 32;

	private final byte[] bytes;

	// Needed twice in most calls; threads that race write the same.
	private @Nullable String hex;

	private Digest(byte[] bytes) {
		if (bytes.length != LENGTH) {
			throw new IllegalArgumentException("A digest has " + LENGTH + " bytes, not " + bytes.length);
		}
		this.bytes = bytes;
	}

	/**
	 * A digest of the given bytes, which it takes over.
	 * @param bytes 32 bytes that nobody changes afterwards
	 */
	public static Digest of(byte[] bytes) {
		return new Digest(bytes);
	}

	/**
	 * The digest written as 64 hexadecimal digits.
	 * @param hex the digits
	 * @throws IllegalArgumentException for anything else
	 */
	public static Digest ofHex(String hex) {
		return new Digest(HexFormat.of().parseHex(hex));
	}

	/**
	 * The digest as 64 lower-case hexadecimal digits.
	 */
	public String hex() {
		String known = this.hex;
		if (known == null) {
			known = HexFormat.of().formatHex(this.bytes);
			this.hex = known;
		}
		return known;
	}

	/**
	 * The first eight bytes as a number: enough to tell a few apart.
	 */
	public long head() {
		return ByteBuffer.wrap(this.bytes).getLong();
	}

	/**
	 * Writes the 32 bytes.
	 * @param target where to
	 * @param offset index of the first byte
	 */
	public void copyTo(byte[] target, int offset) {
		System.arraycopy(this.bytes, 0, target, offset, LENGTH);
	}

	/**
	 * Whether the 32 bytes at the offset are those of this digest.
	 * @param other the bytes to compare with
	 * @param offset index of the first byte
	 */
	public boolean matches(byte[] other, int offset) {
		return other.length - offset >= LENGTH && Arrays.equals(this.bytes, 0, LENGTH, other, offset, offset + LENGTH);
	}

	@Override
	public boolean equals(Object other) {
		return this == other || (other instanceof Digest digest && Arrays.equals(this.bytes, digest.bytes));
	}

	/** The first four bytes: a digest is a hash already. */
	@Override
	public int hashCode() {
		return (this.bytes[0] << 24) | (this.bytes[1] & 0xff) << 16 | (this.bytes[2] & 0xff) << 8
				| (this.bytes[3] & 0xff);
	}

	/** The first twelve digits: enough to find it, short enough for a log line. */
	@Override
	public String toString() {
		return HexFormat.of().formatHex(this.bytes, 0, 6);
	}

}
