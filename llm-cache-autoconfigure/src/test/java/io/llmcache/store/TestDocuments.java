package io.llmcache.store;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

import io.llmcache.key.CacheKey;
import io.llmcache.key.Digest;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.core.RedisCallback;

/**
 * The documents of one space in Redis, read and written as a JVM does.
 */
public final class TestDocuments {

	private final TestStores stores;

	private final String space;

	/**
	 * Documents of a space.
	 * @param stores the way to Redis
	 * @param space the space
	 */
	public TestDocuments(TestStores stores, String space) {
		this.stores = stores;
		this.space = space;
	}

	/**
	 * A document of a request.
	 * @param key the request
	 * @param vector the vector, encoded
	 * @param sketch its sketch
	 */
	public static Document of(CacheKey key, byte[] vector, byte[] sketch) {
		return new Document(key.digest(), key.scope(), key.tenant(), 1_700_000_000_000L, key.prompt(), vector, sketch);
	}

	/**
	 * Writes documents in one pipeline, without a word to any index.
	 * @param documents what to write
	 * @param life how long they live
	 */
	public void write(Collection<Document> documents, Duration life) throws StoreException {
		this.stores.link().tell((redis) -> redis.executePipelined((RedisCallback<@Nullable Object>) (connection) -> {
			documents.forEach((document) -> write(connection, document, life));
			return null;
		}));
	}

	private void write(RedisConnection connection, Document document, Duration life) {
		byte[] name = name(document.digest()).getBytes(StandardCharsets.UTF_8);
		Map<byte[], byte[]> fields = document.fields()
			.entrySet()
			.stream()
			.collect(Collectors.toMap((field) -> field.getKey().getBytes(StandardCharsets.UTF_8), Map.Entry::getValue));
		connection.keyCommands().del(name);
		connection.hashCommands().hMSet(name, fields);
		connection.keyCommands().pExpire(name, life.toMillis());
	}

	/**
	 * The document of a digest, read for a request.
	 * @param digest its digest
	 * @param asker the request
	 * @return null when there is none that fits
	 */
	public @Nullable Document read(Digest digest, CacheKey asker) throws StoreException {
		byte[] name = name(digest).getBytes(StandardCharsets.UTF_8);
		byte[][] fields = Document.FIELDS.stream()
			.map((field) -> field.getBytes(StandardCharsets.UTF_8))
			.toArray(byte[][]::new);
		try {
			List<byte @Nullable []> values = this.stores.link()
				.ask((redis) -> redis
					.execute((RedisCallback<List<byte @Nullable []>>) (connection) -> connection.hashCommands()
						.hMGet(name, fields)));
			return Document.read(Objects.requireNonNull(values), digest, asker);
		}
		catch (StoreException ex) {
			if (RedisScripts.isWrongType(ex)) {
				return null;
			}
			throw ex;
		}
	}

	/**
	 * Removes documents, as an evict or the end of their life does.
	 * @param digests whose
	 */
	public void delete(Collection<Digest> digests) throws StoreException {
		this.stores.link().tell((redis) -> redis.delete(digests.stream().map(this::name).toList()));
	}

	/**
	 * The name of the key of a document.
	 * @param digest its digest
	 */
	public String name(Digest digest) {
		return this.stores.keys().document(this.space, digest);
	}

}
