package io.llmcache.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

import io.llmcache.key.CacheKey;
import io.llmcache.key.Digest;
import org.jspecify.annotations.Nullable;

/**
 * What is kept beside an entry so that the same question in other words finds it: a hash
 * in Redis with the fields {@code s} (scope in hexadecimal, for engines that select by
 * it), {@code h} (facts, see below), {@code p} (the prompt) and {@code v} (the vector).
 * It says nothing of the answer, so it outlives a refresh of that. Immutable as long as
 * nobody changes the arrays.
 * <p>
 * The facts: magic (4), started (8), tenant (32, zero for none), sketch (the rest but
 * four), CRC-32C of digest, scope, prompt, vector and the facts before it (4). Few fields
 * and short ones: each costs Redis some 40 bytes beside what it holds.
 *
 * @param digest the exact key of the question
 * @param scope everything of the request but the question
 * @param tenant digest of the tenant, or null
 * @param started when the load of the answer began, in Redis milliseconds
 * @param prompt the question
 * @param vector the vector, two or four bytes a component, little-endian
 * @param sketch what the mirror compares; see there
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Document(Digest digest, Digest scope, @Nullable Digest tenant, long started, String prompt, byte[] vector,
		byte[] sketch) {

	/** The fields of the hash, in the order of {@link #read}. */
	public static final List<String> FIELDS = List.of("s", "h", "p", "v");

	private static final byte[] MAGIC = "LLD1".getBytes(StandardCharsets.US_ASCII);

	private static final int STARTED = MAGIC.length;

	private static final int TENANT = STARTED + Long.BYTES;

	private static final int SKETCH = TENANT + Digest.LENGTH;

	/**
	 * The hash as it is written.
	 */
	Map<String, byte[]> fields() {
		Map<String, byte[]> fields = new LinkedHashMap<>();
		byte[] prompt = this.prompt.getBytes(StandardCharsets.UTF_8);
		fields.put("s", ascii(this.scope.hex()));
		fields.put("h", facts(prompt));
		fields.put("p", prompt);
		fields.put("v", this.vector);
		return fields;
	}

	private byte[] facts(byte[] prompt) {
		byte[] facts = new byte[SKETCH + this.sketch.length + Integer.BYTES];
		ByteBuffer target = ByteBuffer.wrap(facts).put(MAGIC).putLong(this.started);
		if (this.tenant != null) {
			this.tenant.copyTo(facts, TENANT);
		}
		target.position(SKETCH);
		target.put(this.sketch).putInt(checksum(facts, this.digest, this.scope, prompt, this.vector));
		return facts;
	}

	private static int checksum(byte[] facts, Digest digest, Digest scope, byte[] prompt, byte[] vector) {
		CRC32C checksum = new CRC32C();
		checksum.update(ascii(digest.hex()));
		checksum.update(ascii(scope.hex()));
		checksum.update(prompt);
		checksum.update(vector);
		checksum.update(facts, 0, facts.length - Integer.BYTES);
		return (int) checksum.getValue();
	}

	/**
	 * The document in the values of a hash.
	 * @param values the values of {@link #FIELDS}, in order; null where there is none
	 * @param digest the digest that it was read for
	 * @param asker a request whose scope and tenant it must have
	 * @return null when there is none, or one that is damaged, of another version, or
	 * foreign
	 */
	public static @Nullable Document read(List<byte @Nullable []> values, Digest digest, CacheKey asker) {
		byte[] scope = values.get(0);
		byte[] facts = values.get(1);
		byte[] prompt = values.get(2);
		byte[] vector = values.get(3);
		if (scope == null || facts == null || prompt == null || vector == null || !isOfThisVersion(facts)) {
			return null;
		}
		int checksum = ByteBuffer.wrap(facts).getInt(facts.length - Integer.BYTES);
		boolean sound = checksum == checksum(facts, digest, asker.scope(), prompt, vector);
		boolean own = Arrays.equals(scope, ascii(asker.scope().hex())) && Entry.isOf(asker.tenant(), facts, TENANT);
		if (!sound || !own) {
			return null;
		}
		return new Document(digest, asker.scope(), asker.tenant(), ByteBuffer.wrap(facts).getLong(STARTED),
				new String(prompt, StandardCharsets.UTF_8), vector, sketch(facts));
	}

	/**
	 * The request behind the values of a hash.
	 * @param values the values of {@link #FIELDS}, in order; null where there is none
	 * @param cache its cache
	 * @param version its joined prompt version
	 * @param digest the digest that it was read for
	 * @return null when there is no sound document
	 */
	static @Nullable CacheKey asker(List<byte @Nullable []> values, String cache, String version, Digest digest) {
		Outline outline = Outline.read(values);
		if (outline == null) {
			return null;
		}
		CacheKey key = new CacheKey(cache, version, digest, outline.scope(), outline.tenant(), "");
		Document document = read(values, digest, key);
		return (document != null)
				? new CacheKey(cache, version, digest, outline.scope(), outline.tenant(), document.prompt()) : null;
	}

	/**
	 * What an index needs to know of a document that it did not see being written.
	 *
	 * @param scope its scope
	 * @param tenant its tenant; null for none
	 * @param sketch the bytes of its sketch, as they were found
	 */
	@SuppressWarnings("ArrayRecordComponent") // never compared
	public record Outline(Digest scope, @Nullable Digest tenant, byte[] sketch) {

		/** The fields of the hash that are read for it, in order. */
		public static final List<String> FIELDS = List.of("s", "h");

		/**
		 * The outline in the values of a hash. Whether the document is sound is seen when
		 * all of it is read.
		 * @param values the values of {@link #FIELDS}, in order; null where there is none
		 * @return null when this is no document, or one of another version
		 */
		public static @Nullable Outline read(List<byte @Nullable []> values) {
			byte[] scope = values.get(0);
			byte[] facts = values.get(1);
			if (scope == null || facts == null || !isOfThisVersion(facts)) {
				return null;
			}
			Digest tenant = Entry.isOf(null, facts, TENANT) ? null
					: Digest.of(Arrays.copyOfRange(facts, TENANT, SKETCH));
			try {
				return new Outline(Digest.ofHex(new String(scope, StandardCharsets.US_ASCII)), tenant,
						Document.sketch(facts));
			}
			catch (IllegalArgumentException ex) {
				return null;
			}
		}

	}

	private static boolean isOfThisVersion(byte[] facts) {
		return facts.length >= SKETCH + Integer.BYTES && Arrays.equals(facts, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
	}

	private static byte[] sketch(byte[] facts) {
		return Arrays.copyOfRange(facts, SKETCH, facts.length - Integer.BYTES);
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

	/** Leaves the prompt out. */
	@Override
	public String toString() {
		return "Document[" + this.digest + "]";
	}

}
