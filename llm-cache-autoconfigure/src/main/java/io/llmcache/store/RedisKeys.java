package io.llmcache.store;

import io.llmcache.key.CacheKey;
import io.llmcache.key.Digest;

/**
 * The names of everything that the cache keeps in Redis. No name holds a prompt, an
 * argument or a tenant: digests only. All keys of one digest share a hash tag, hence a
 * slot of a cluster.
 */
public final class RedisKeys {

	/**
	 * Generation of the entry header: releases that read different headers live side by
	 * side.
	 */
	private static final int GENERATION = 1;

	/** Stands for all caches where the name of one is expected. */
	static final String ALL = "*";

	private final String prefix;

	/**
	 * Names under a prefix.
	 * @param prefix what the user set or the name of the application gave; characters
	 * other than letters, digits and {@code . _ - :} become {@code -}, so that it can
	 * neither be a pattern nor hold a hash tag
	 */
	public RedisKeys(String prefix) {
		this.prefix = prefix.replaceAll("[^A-Za-z0-9._:-]", "-") + ":" + GENERATION + ":";
	}

	String entry(CacheKey key) {
		return name(key.cache(), key.version(), "e", key.digest().hex());
	}

	String lease(CacheKey key) {
		return name(key.cache(), key.version(), "l", key.digest().hex());
	}

	String hits(CacheKey key) {
		return name(key.cache(), key.version(), "h", key.digest().hex());
	}

	String name(String cache, String version, String kind, String digest) {
		return this.prefix + cache + ":" + version + ":" + kind + ":{" + digest + "}";
	}

	/** The hash of marks of one cache, or of all with {@link #ALL}. */
	String marks(String cache) {
		return this.prefix + "g:{" + cache + "}";
	}

	/** The channel of notices. */
	public String channel() {
		return this.prefix + "n";
	}

	/**
	 * What the names of all documents of a space start with, whatever their cache: an
	 * index of one model must never see the vectors of another.
	 * @param space names the embedding model and the form of its documents
	 */
	public String documents(String space) {
		return this.prefix + "s:" + space + ":";
	}

	/**
	 * The name of a document: in the slot of the entry that it belongs to.
	 * @param space its space
	 * @param digest its digest
	 */
	public String document(String space, Digest digest) {
		return documents(space) + "{" + digest.hex() + "}";
	}

	/**
	 * The stream that tells of the documents of a space.
	 * @param space the space
	 */
	public String feed(String space) {
		return this.prefix + "f:{" + space + "}";
	}

	/**
	 * The query engine's index of the documents of a space.
	 * @param space the space
	 */
	public String index(String space) {
		return this.prefix + "i:" + space;
	}

	/**
	 * The vector set of one scope in a space.
	 * @param space the space
	 * @param scope the scope
	 */
	public String vectors(String space, Digest scope) {
		return this.prefix + "v:" + space + ":{" + scope.hex() + "}";
	}

	/** The pointer of a question to the entry that answers it. */
	String question(CacheKey key, Digest question) {
		return name(key.cache(), key.version(), "q", question.hex());
	}

	/** The digests whose answers a question is never to get again. */
	String rejections(CacheKey key) {
		return name(key.cache(), key.version(), "r", key.digest().hex());
	}

	/** A pattern of the entries of one cache in all its versions, or of all caches. */
	String entries(String cache) {
		return this.prefix + (ALL.equals(cache) ? "*:*" : cache + ":*") + ":e:{*}";
	}

	/** The document beside an entry. */
	String documentBeside(String space, String entry) {
		return documents(space) + entry.substring(entry.lastIndexOf(":e:{") + 3);
	}

	/** The hit counter beside an entry. */
	String hitsBeside(String entry) {
		int kind = entry.lastIndexOf(":e:{");
		return entry.substring(0, kind) + ":h:{" + entry.substring(kind + 4);
	}

	/**
	 * What every key starts with.
	 */
	public String prefix() {
		return this.prefix;
	}

}
