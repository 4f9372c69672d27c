package io.llmcache.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import io.lettuce.core.KeyValue;
import io.llmcache.key.CacheKey;
import io.llmcache.key.Digest;
import org.jspecify.annotations.Nullable;

/**
 * Documents in Redis.
 */
public final class RedisDocumentStore implements DocumentStore {

	private static final byte[][] FIELDS = Document.FIELDS.stream().map(RedisScripts::ascii).toArray(byte[][]::new);

	private final RedisLink link;

	private final RedisKeys keys;

	private final RedisResponseStore entries;

	/**
	 * Documents beside entries.
	 * @param link the way to Redis
	 * @param keys the names
	 * @param entries the entries, which know what is void and where documents lie
	 */
	public RedisDocumentStore(RedisLink link, RedisKeys keys, RedisResponseStore entries) {
		this.link = link;
		this.keys = keys;
		this.entries = entries;
	}

	@Override
	public Known known(CacheKey asker, @Nullable Digest question) throws StoreException {
		RedisBatch batch = new RedisBatch().members(this.keys.rejections(asker));
		if (question != null) {
			batch.get(this.keys.question(asker, question));
		}
		List<@Nullable Object> replies = batch.send(this.link);
		Pointer pointer = (question != null && replies.get(1) instanceof byte[] bytes) ? Pointer.read(bytes) : null;
		return new Known(pointer, digests((replies.get(0) instanceof Collection<?> found) ? found : Set.of()));
	}

	private static Set<Digest> digests(Collection<?> found) {
		Set<Digest> digests = new HashSet<>();
		for (Object member : found) {
			if (member instanceof byte[] bytes && bytes.length == Digest.LENGTH) {
				digests.add(Digest.of(bytes));
			}
		}
		return digests;
	}

	@Override
	public List<Document> read(CacheKey asker, List<Digest> digests) throws StoreException {
		if (digests.isEmpty()) {
			return List.of();
		}
		RedisBatch batch = new RedisBatch();
		digests.forEach((digest) -> batch.fields(name(digest), FIELDS));
		List<@Nullable Object> replies = batch.send(this.link);
		List<Document> documents = new ArrayList<>(digests.size());
		for (int i = 0; i < digests.size(); i++) {
			Document document = (replies.get(i) instanceof List<?> values)
					? Document.read(values(values), digests.get(i), asker) : null;
			if (document != null && !this.entries.isVoid(document.started(), asker)) {
				documents.add(document);
			}
		}
		return documents;
	}

	private static List<byte @Nullable []> values(List<?> reply) {
		List<byte @Nullable []> values = new ArrayList<>(reply.size());
		for (Object value : reply) {
			Object found = (value instanceof KeyValue<?, ?> field) ? field.getValueOrElse(null) : value;
			values.add((found instanceof byte[] bytes) ? bytes : null);
		}
		return values;
	}

	@Override
	public @Nullable CacheKey asker(String cache, String version, Digest digest) throws StoreException {
		List<@Nullable Object> replies = new RedisBatch().fields(name(digest), FIELDS).send(this.link);
		return (replies.get(0) instanceof List<?> values) ? Document.asker(values(values), cache, version, digest)
				: null;
	}

	@Override
	public void point(CacheKey asker, Digest question, Pointer pointer, Duration life) throws StoreException {
		this.link.tell((redis) -> redis.opsForValue().set(this.keys.question(asker, question), pointer.bytes(), life));
	}

	private String name(Digest digest) {
		return this.keys.document(this.entries.space(), digest);
	}

}
