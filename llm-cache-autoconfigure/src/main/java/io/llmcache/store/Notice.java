package io.llmcache.store;

import io.llmcache.key.CacheKey;
import io.llmcache.key.Digest;
import org.jspecify.annotations.Nullable;

/**
 * What JVMs tell one another over the channel of notices. A lost notice costs time, never
 * a wrong answer: leases, marks and entries are asked again once a second, and nobody
 * joins a load that was under way before a subscription began.
 */
public sealed interface Notice {

	/**
	 * The text on the channel.
	 */
	String text();

	/**
	 * The notice in a text, or null when it is none of ours (a later release's, say).
	 * @param text the text
	 */
	static @Nullable Notice parse(String text) {
		String[] words = text.split(" ", -1);
		try {
			if (words.length == 3 && words[0].equals("R")) {
				return new Released(Digest.ofHex(words[1]), words[2].equals("1"));
			}
			if (words.length == 2 && words[0].equals("E")) {
				return new Evicted(Digest.ofHex(words[1]));
			}
			if (words.length == 2 && words[0].equals("D")) {
				return new Documented(words[1]);
			}
			if (words.length == 3 && words[0].equals("M")) {
				return new Marked(words[1], words[2]);
			}
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
		return null;
	}

	/**
	 * A lease is free.
	 *
	 * @param digest what it was for
	 * @param waitAgain whether there is an answer now, or one caller about to fetch it;
	 * if not, waiting for the next holder would queue all JVMs up behind one another
	 */
	record Released(Digest digest, boolean waitAgain) implements Notice {

		@Override
		public String text() {
			return "R " + this.digest.hex() + (this.waitAgain ? " 1" : " 0");
		}

	}

	/**
	 * An answer was removed.
	 *
	 * @param digest its digest
	 */
	record Evicted(Digest digest) implements Notice {

		@Override
		public String text() {
			return "E " + this.digest.hex();
		}

	}

	/**
	 * Everything of a cache or a tenant was voided.
	 *
	 * @param cache the cache, or {@code *} for all
	 * @param field hexadecimal digest of the tenant, or {@code *} for all
	 */
	record Marked(String cache, String field) implements Notice {

		/**
		 * Whether a request is among what was voided.
		 * @param key the request
		 */
		public boolean concerns(CacheKey key) {
			boolean sameCache = this.cache.equals(RedisKeys.ALL) || this.cache.equals(key.cache());
			boolean sameTenant = this.field.equals(RedisKeys.ALL)
					|| (key.tenant() != null && key.tenant().hex().equals(this.field));
			return sameCache && sameTenant;
		}

		@Override
		public String text() {
			return "M " + this.cache + " " + this.field;
		}

	}

	/**
	 * A document was added to the feed of a space.
	 *
	 * @param space names the embedding model and the form of its documents
	 */
	record Documented(String space) implements Notice {

		@Override
		public String text() {
			return "D " + this.space;
		}

	}

}
