package io.llmcache.key;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.List;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes digests: SHA-256, or HMAC-SHA-256 where a secret keeps those who can read the
 * store from guessing prompts and tenants. Thread-safe.
 */
public final class Digester {

	/** A digest, a few tags and numbers. */
	private static final int SMALL = 64;

	private final Hash prototype;

	private Digester(Hash prototype) {
		this.prototype = prototype;
	}

	/**
	 * Digests that anybody can recompute.
	 */
	public static Digester sha256() {
		return new Digester(Sha256.create());
	}

	/**
	 * Digests that only the holder of the secret can recompute.
	 * @param secret the secret; every application that shares entries has the same
	 * @throws IllegalArgumentException when it is blank
	 */
	public static Digester hmac(String secret) {
		if (secret.isBlank()) {
			throw new IllegalArgumentException("The secret of the digests is blank");
		}
		return new Digester(
				HmacSha256.create(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256")));
	}

	/**
	 * The digest of a question by its canonical form.
	 * @param scope everything of the request but the question
	 * @param normaliser id of what made the form
	 * @param form the canonical form
	 */
	public Digest question(Digest scope, String normaliser, String form) {
		Feed feed = feed(Tag.QUESTION, Long.MAX_VALUE, 256);
		feed.digest(scope);
		feed.text(normaliser);
		feed.text(form);
		return feed.finish();
	}

	/**
	 * The digest of what a decision rested on.
	 * @param terms what it rested on
	 */
	public Digest terms(List<String> terms) {
		Feed feed = feed(Tag.TERMS, Long.MAX_VALUE);
		terms.forEach(feed::text);
		return feed.finish();
	}

	/**
	 * Begins a digest.
	 * @param domain one of the domains of {@link Tag}: digests of different domains never
	 * meet
	 * @param room number of bytes that may be written
	 * @param buffer size in bytes of what is gathered before it is digested; what is
	 * larger is not copied
	 */
	Feed feed(byte domain, long room, int buffer) {
		return new Feed(this.prototype.fresh(), domain, room, buffer);
	}

	Feed feed(byte domain, long room) {
		return feed(domain, room, SMALL);
	}

	/**
	 * A hash in the making. Not thread-safe but for {@link #fresh()}.
	 */
	interface Hash {

		void update(byte[] bytes, int offset, int length);

		byte[] finish();

		/**
		 * One that has seen nothing. Called on a prototype that has seen nothing either,
		 * from any thread.
		 */
		Hash fresh();

	}

	// Cloning an unused instance is several times cheaper than getInstance, which
	// looks through the providers; a ThreadLocal would cost one instance per virtual
	// thread. Providers need not support it, hence the other way.

	private record Sha256(MessageDigest digest) implements Hash {

		static Hash create() {
			try {
				return new Sha256(MessageDigest.getInstance("SHA-256"));
			}
			catch (GeneralSecurityException ex) {
				throw new IllegalStateException("No SHA-256", ex);
			}
		}

		@Override
		public void update(byte[] bytes, int offset, int length) {
			this.digest.update(bytes, offset, length);
		}

		@Override
		public byte[] finish() {
			return this.digest.digest();
		}

		@Override
		public Hash fresh() {
			try {
				return new Sha256((MessageDigest) this.digest.clone());
			}
			catch (CloneNotSupportedException ex) {
				return create();
			}
		}

	}

	private record HmacSha256(Mac mac, SecretKeySpec secret) implements Hash {

		static Hash create(SecretKeySpec secret) {
			try {
				Mac mac = Mac.getInstance("HmacSHA256");
				mac.init(secret);
				return new HmacSha256(mac, secret);
			}
			catch (GeneralSecurityException ex) {
				throw new IllegalStateException("No HMAC-SHA-256", ex);
			}
		}

		@Override
		public void update(byte[] bytes, int offset, int length) {
			this.mac.update(bytes, offset, length);
		}

		@Override
		public byte[] finish() {
			return this.mac.doFinal();
		}

		@Override
		public Hash fresh() {
			try {
				return new HmacSha256((Mac) this.mac.clone(), this.secret);
			}
			catch (CloneNotSupportedException ex) {
				return create(this.secret);
			}
		}

	}

}
