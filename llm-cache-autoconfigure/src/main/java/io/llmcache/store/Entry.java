package io.llmcache.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32C;

import io.llmcache.key.CacheKey;
import io.llmcache.key.Digest;
import org.jspecify.annotations.Nullable;

/**
 * A stored answer with its deadlines and facts: a header of fixed length, then the
 * payload as the codec wrote it. Reads straight from the bytes that Redis returned.
 * Immutable as long as nobody changes them; its bytes are never handed out to be changed.
 * <p>
 * The header: magic (4), stamp (16), started (13 digits), fresh-until (13 digits), digest
 * (32), scope (32), tenant (32, zero for none), load milliseconds (4), flags (1), payload
 * length (4), CRC-32C of all but fresh-until (4). Times are Redis milliseconds. The
 * scripts of {@link RedisScripts} know stamp, started, fresh-until and tenant by their
 * offsets; fresh-until stands outside the checksum because they move it.
 */
public final class Entry {

	/** Length of the header in bytes. */
	public static final int HEADER = 155;

	/** Length of a stamp in ASCII characters. */
	public static final int STAMP_LENGTH = 16;

	static final int STAMP = 4;

	static final int STARTED = 20;

	static final int FRESH_UNTIL = 33;

	static final int DIGEST = 46;

	static final int SCOPE = 78;

	static final int TENANT = 110;

	private static final int LOAD_MILLIS = 142;

	private static final int FLAGS = 146;

	private static final int LENGTH = 147;

	private static final int CHECKSUM = 151;

	private static final int TIME_DIGITS = 13;

	/** The latest time that thirteen digits can tell: in the year 2286. */
	private static final long LATEST = 9_999_999_999_999L;

	private static final int EMPTY = 1;

	/** The payload is an {@link Alias}. */
	static final int ALIAS = 2;

	private static final byte[] MAGIC = "LLM1".getBytes(StandardCharsets.US_ASCII);

	private static final byte[] NO_TENANT = new byte[Digest.LENGTH];

	private final byte[] bytes;

	private final long started;

	private final long freshUntil;

	private Entry(byte[] bytes, long started, long freshUntil) {
		this.bytes = bytes;
		this.started = started;
		this.freshUntil = freshUntil;
	}

	/**
	 * A new entry.
	 * @param key what it answers
	 * @param stamp 16 ASCII characters that no other entry has
	 * @param started when the load began, in Redis milliseconds
	 * @param freshUntil when it becomes stale, in Redis milliseconds
	 * @param loadMillis how long the model took, in milliseconds
	 * @param payload the encoded answer; null when the answer was null
	 */
	public static Entry of(CacheKey key, String stamp, long started, long freshUntil, int loadMillis,
			byte @Nullable [] payload) {
		return of(key, stamp, started, freshUntil, loadMillis, (payload != null) ? 0 : EMPTY, payload);
	}

	/**
	 * An entry that only points to another.
	 * @param key the request that it stands for
	 * @param stamp 16 ASCII characters that no other entry has
	 * @param target the entry that it points to, whose times it takes over
	 * @param alias the pointer
	 */
	public static Entry alias(CacheKey key, String stamp, Entry target, Alias alias) {
		return of(key, stamp, target.started(), target.freshUntil(), target.loadMillis(), ALIAS, alias.payload());
	}

	private static Entry of(CacheKey key, String stamp, long started, long freshUntil, int loadMillis, int flags,
			byte @Nullable [] payload) {
		long lastFresh = Math.min(freshUntil, LATEST);
		int length = (payload != null) ? payload.length : 0;
		byte[] bytes = new byte[HEADER + length];
		ByteBuffer header = ByteBuffer.wrap(bytes);
		header.put(MAGIC).put(stamp.getBytes(StandardCharsets.US_ASCII));
		writeTime(header, started);
		writeTime(header, lastFresh);
		key.digest().copyTo(bytes, DIGEST);
		key.scope().copyTo(bytes, SCOPE);
		if (key.tenant() != null) {
			key.tenant().copyTo(bytes, TENANT);
		}
		header.putInt(LOAD_MILLIS, loadMillis);
		header.put(FLAGS, (byte) flags);
		header.putInt(LENGTH, length);
		if (payload != null) {
			System.arraycopy(payload, 0, bytes, HEADER, length);
		}
		header.putInt(CHECKSUM, checksum(bytes));
		return new Entry(bytes, started, lastFresh);
	}

	/**
	 * What the bytes found under a key hold.
	 * @param bytes the value in Redis; empty or null when there is none
	 * @param key the key it was read for
	 */
	static Reading read(byte @Nullable [] bytes, CacheKey key) {
		if (bytes == null) {
			return Reading.ABSENT;
		}
		if (isSound(bytes) && isFor(bytes, key)) {
			long started = readTime(bytes, STARTED);
			long freshUntil = readTime(bytes, FRESH_UNTIL);
			if (started >= 0 && freshUntil >= started) {
				return new Reading.Present(new Entry(bytes, started, freshUntil));
			}
		}
		return new Reading.Corrupt(
				Arrays.copyOfRange(bytes, Math.min(STAMP, bytes.length), Math.min(STARTED, bytes.length)));
	}

	private static boolean isSound(byte[] bytes) {
		if (bytes.length < HEADER || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
			return false;
		}
		ByteBuffer header = ByteBuffer.wrap(bytes);
		return header.getInt(LENGTH) == bytes.length - HEADER && header.getInt(CHECKSUM) == checksum(bytes);
	}

	/**
	 * The digest alone would do, were it not for replies swapped on a connection and keys
	 * copied by hand; scope and tenant cost nothing more and name what was mixed up.
	 */
	private static boolean isFor(byte[] bytes, CacheKey key) {
		return isOf(key.tenant(), bytes, TENANT) && key.digest().matches(bytes, DIGEST)
				&& key.scope().matches(bytes, SCOPE);
	}

	/** Whether the digest of a tenant, zero for none, stands at an offset. */
	static boolean isOf(@Nullable Digest tenant, byte[] bytes, int offset) {
		return (tenant != null) ? tenant.matches(bytes, offset)
				: Arrays.equals(bytes, offset, offset + Digest.LENGTH, NO_TENANT, 0, Digest.LENGTH);
	}

	private static int checksum(byte[] bytes) {
		CRC32C checksum = new CRC32C();
		checksum.update(bytes, 0, FRESH_UNTIL);
		checksum.update(bytes, DIGEST, CHECKSUM - DIGEST);
		checksum.update(bytes, HEADER, bytes.length - HEADER);
		return (int) checksum.getValue();
	}

	private static void writeTime(ByteBuffer target, long millis) {
		for (long unit = 1_000_000_000_000L; unit > 0; unit /= 10) {
			target.put((byte) ('0' + (millis / unit) % 10));
		}
	}

	/** Minus one when it is not a number: only the scripts write it, but anyone can. */
	private static long readTime(byte[] bytes, int offset) {
		long millis = 0;
		for (int i = offset; i < offset + TIME_DIGITS; i++) {
			int digit = bytes[i] - '0';
			if (digit < 0 || digit > 9) {
				return -1;
			}
			millis = millis * 10 + digit;
		}
		return millis;
	}

	/**
	 * When the load of this answer began, in Redis milliseconds.
	 */
	public long started() {
		return this.started;
	}

	/**
	 * When it becomes stale, in Redis milliseconds.
	 */
	public long freshUntil() {
		return this.freshUntil;
	}

	/**
	 * How long the model took, in milliseconds.
	 */
	public int loadMillis() {
		return ByteBuffer.wrap(this.bytes).getInt(LOAD_MILLIS);
	}

	/**
	 * The 16 bytes that tell this entry from its predecessors and successors.
	 */
	public byte[] stamp() {
		return Arrays.copyOfRange(this.bytes, STAMP, STARTED);
	}

	/**
	 * Whether the answer was null.
	 */
	public boolean isEmpty() {
		return (this.bytes[FLAGS] & EMPTY) != 0;
	}

	/**
	 * Where the answer is, when this entry only points to it; null when it is here.
	 */
	public @Nullable Alias alias() {
		return ((this.bytes[FLAGS] & ALIAS) != 0) ? Alias.read(this.bytes, HEADER) : null;
	}

	/**
	 * Whether the answer is elsewhere.
	 */
	public boolean isAlias() {
		return (this.bytes[FLAGS] & ALIAS) != 0;
	}

	/**
	 * Header and payload; not to be changed. The payload begins at {@link #HEADER}.
	 */
	public byte[] bytes() {
		return this.bytes;
	}

	/**
	 * Length of the payload in bytes.
	 */
	public int payloadLength() {
		return this.bytes.length - HEADER;
	}

}
