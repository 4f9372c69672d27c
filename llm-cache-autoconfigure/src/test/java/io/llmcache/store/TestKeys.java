package io.llmcache.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

import io.llmcache.key.CacheKey;
import io.llmcache.key.Digest;
import org.jspecify.annotations.Nullable;

/**
 * Keys of requests, made from plain words.
 */
public final class TestKeys {

	private static final String VERSION = "v1";

	private TestKeys() {
	}

	/**
	 * A request without a tenant.
	 * @param cache the cache
	 * @param prompt what is asked
	 */
	public static CacheKey key(String cache, String prompt) {
		return key(cache, prompt, null);
	}

	/**
	 * A request of a tenant.
	 * @param cache the cache
	 * @param prompt what is asked
	 * @param tenant who asks; null for nobody in particular
	 */
	public static CacheKey key(String cache, String prompt, @Nullable String tenant) {
		return new CacheKey(cache, VERSION, digest(cache + "|" + tenant + "|" + prompt), digest(cache + "|" + tenant),
				(tenant != null) ? digest(tenant) : null, prompt);
	}

	/**
	 * A digest of a text.
	 * @param text the text
	 */
	public static Digest digest(String text) {
		try {
			return Digest.of(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
