package io.llmcache.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

import io.llmcache.key.CacheKey;
import io.llmcache.key.Digest;
import org.jspecify.annotations.Nullable;

/**
 * What is kept beside an entry so that the same question in other words finds it: a hash
 * in Redis with the fields {@code s} (scope in hexadecimal, for engines that select by
 * it), {@code h} (facts, see below), {@code p} (the prompt), {@code v} (the vector) and
 * {@code k} (its sketch). Immutable as long as nobody changes the arrays.
 * <p>
 * The facts: magic (4), stamp of the entry (16), started (13 digits), tenant (32, zero
 * for none), CRC-32C of the facts before it, digest, scope, prompt, vector and sketch
 * (4).
 *
 * @param digest the exact key of the question
 * @param scope everything of the request but the question
 * @param tenant digest of the tenant, or null
 * @param stamp stamp of the entry that answers: 16 ASCII characters
 * @param started when the load of the answer began, in Redis milliseconds
 * @param prompt the question
 * @param vector the vector, two or four bytes a component, little-endian
 * @param sketch what the mirror compares; see there
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Document(Digest digest, Digest scope, @Nullable Digest tenant, String stamp, long started, String prompt,
		byte[] vector, byte[] sketch) {

	/** The fields of the hash, in the order of {@link #read}. */
	public static final List<String> FIELDS = List.of("s", "h", "p", "v", "k");

	/** Anybody can write a checksum that fits. */
	private static final Pattern TIME = Pattern.compile("[0-9]{13}");

	private static final byte[] MAGIC = "LLD1".getBytes(StandardCharsets.US_ASCII);

	private static final int STARTED = MAGIC.length + Entry.STAMP_LENGTH;

	private static final int TENANT = STARTED + 13;

	private static final int CHECKSUM = TENANT + Digest.LENGTH;

	private static final int FACTS = CHECKSUM + Integer.BYTES;

	/**
	 * The hash as it is written.
	 */
	Map<String, byte[]> fields() {
		Map<String, byte[]> fields = new LinkedHashMap<>();
		fields.put("s", ascii(this.scope.hex()));
		fields.put("h", facts());
		fields.put("p", this.prompt.getBytes(StandardCharsets.UTF_8));
		fields.put("v", this.vector);
		fields.put("k", this.sketch);
		return fields;
	}

	private byte[] facts() {
		byte[] facts = new byte[FACTS];
		ByteBuffer target = ByteBuffer.wrap(facts);
		target.put(MAGIC).put(ascii(this.stamp)).put(ascii(String.format("%013d", this.started)));
		if (this.tenant != null) {
			this.tenant.copyTo(facts, TENANT);
		}
		target.putInt(CHECKSUM, checksum(facts, this.digest, this.scope, this.prompt.getBytes(StandardCharsets.UTF_8),
				this.vector, this.sketch));
		return facts;
	}

	private static int checksum(byte[] facts, Digest digest, Digest scope, byte[]... fields) {
		CRC32C checksum = new CRC32C();
		checksum.update(facts, 0, CHECKSUM);
		checksum.update(ascii(digest.hex()));
		checksum.update(ascii(scope.hex()));
		for (byte[] field : fields) {
			checksum.update(field);
		}
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
		byte[] sketch = values.get(4);
		if (scope == null || facts == null || prompt == null || vector == null || sketch == null) {
			return null;
		}
		boolean sound = isOfThisVersion(facts) && ByteBuffer.wrap(facts).getInt(CHECKSUM) == checksum(facts, digest,
				asker.scope(), prompt, vector, sketch);
		boolean own = Arrays.equals(scope, ascii(asker.scope().hex())) && Entry.isOf(asker.tenant(), facts, TENANT);
		String started = sound ? new String(facts, STARTED, TENANT - STARTED, StandardCharsets.US_ASCII) : "";
		if (!own || !TIME.matcher(started).matches()) {
			return null;
		}
		return new Document(digest, asker.scope(), asker.tenant(),
				new String(facts, MAGIC.length, Entry.STAMP_LENGTH, StandardCharsets.US_ASCII), Long.parseLong(started),
				new String(prompt, StandardCharsets.UTF_8), vector, sketch);
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
		public static final List<String> FIELDS = List.of("s", "h", "k");

		/**
		 * The outline in the values of a hash. Whether the document is sound is seen when
		 * all of it is read.
		 * @param values the values of {@link #FIELDS}, in order; null where there is none
		 * @return null when this is no document, or one of another version
		 */
		public static @Nullable Outline read(List<byte @Nullable []> values) {
			byte[] scope = values.get(0);
			byte[] facts = values.get(1);
			byte[] sketch = values.get(2);
			if (scope == null || facts == null || sketch == null || !isOfThisVersion(facts)) {
				return null;
			}
			Digest tenant = Entry.isOf(null, facts, TENANT) ? null
					: Digest.of(Arrays.copyOfRange(facts, TENANT, TENANT + Digest.LENGTH));
			try {
				return new Outline(Digest.ofHex(new String(scope, StandardCharsets.US_ASCII)), tenant, sketch);
			}
			catch (IllegalArgumentException ex) {
				return null;
			}
		}

	}

	private static boolean isOfThisVersion(byte[] facts) {
		return facts.length == FACTS && Arrays.equals(facts, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
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
