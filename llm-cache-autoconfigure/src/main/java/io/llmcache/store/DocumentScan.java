package io.llmcache.store;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import io.llmcache.key.Digest;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.DataType;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.core.KeyScanOptions;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.ScanOptions;

/**
 * Reads the documents of a space without knowing their digests: SCAN in steps, so that
 * Redis is never blocked. What is written meanwhile may be left out or come twice.
 */
public final class DocumentScan {

	/** Short enough to be done well within a command's time-out. */
	private static final int STEP = 50;

	private static final byte[][] FIELDS = { RedisScripts.ascii("s"), RedisScripts.ascii("v") };

	private final RedisLink link;

	private final String documents;

	private final ScanOptions options;

	/**
	 * The documents of a space.
	 * @param link the way to Redis
	 * @param keys the names in Redis
	 * @param space the space
	 */
	public DocumentScan(RedisLink link, RedisKeys keys, String space) {
		this.link = link;
		this.documents = keys.documents(space);
		this.options = KeyScanOptions.scanOptions(DataType.HASH).match(this.documents + "{*}").count(500).build();
	}

	/**
	 * Reads until the reader has enough or there are no more. Blocks.
	 * @param reader is handed the documents, some at a time
	 * @throws StoreException as for {@link RedisLink#ask}
	 */
	public void read(Reader reader) throws StoreException {
		this.link.tell((redis) -> redis.execute((RedisCallback<Boolean>) (connection) -> {
			try {
				RedisSweep.scan(connection, this.options, (names) -> inParts(connection, names, reader));
			}
			catch (EnoughException ex) {
				// Nothing else ends a scan.
			}
			return true;
		}));
	}

	private void inParts(RedisConnection connection, List<String> names, Reader reader) {
		for (int from = 0; from < names.size(); from += STEP) {
			List<Found> found = fetch(connection, names.subList(from, Math.min(from + STEP, names.size())));
			if (!found.isEmpty() && !reader.read(connection, found)) {
				throw new EnoughException();
			}
		}
	}

	private List<Found> fetch(RedisConnection connection, List<String> names) {
		connection.openPipeline();
		names.forEach((name) -> {
			byte[] key = name.getBytes(StandardCharsets.UTF_8);
			connection.hashCommands().hMGet(key, FIELDS);
			connection.keyCommands().pTtl(key);
		});
		List<@Nullable Object> replies = new ArrayList<>(connection.closePipeline());
		List<Found> found = new ArrayList<>(names.size());
		for (int i = 0; i < names.size(); i++) {
			found(names.get(i), replies.get(2 * i), replies.get(2 * i + 1)).ifPresent(found::add);
		}
		return found;
	}

	/** Anybody may have written anything there. */
	private Optional<Found> found(String name, @Nullable Object fields, @Nullable Object life) {
		if (!(life instanceof Long millis && millis > 0) || !(fields instanceof List<?> values)
				|| !(values.get(0) instanceof byte[] scope) || !(values.get(1) instanceof byte[] vector)) {
			return Optional.empty();
		}
		try {
			String digest = name.substring(this.documents.length() + 1, name.length() - 1);
			return Optional.of(new Found(Digest.ofHex(digest),
					Digest.ofHex(new String(scope, StandardCharsets.US_ASCII)), vector, Duration.ofMillis(millis)));
		}
		catch (IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

	/**
	 * What an index needs of a document.
	 *
	 * @param digest its digest
	 * @param scope its scope
	 * @param vector its vector, as it was stored; not looked at
	 * @param life how long it lives on
	 */
	@SuppressWarnings("ArrayRecordComponent") // never compared
	public record Found(Digest digest, Digest scope, byte[] vector, Duration life) {

	}

	/**
	 * Takes documents.
	 */
	public interface Reader {

		/**
		 * Takes some documents.
		 * @param connection the connection, for whatever is to be done with them
		 * @param found one document or more
		 * @return whether more are wanted
		 */
		boolean read(RedisConnection connection, List<Found> found);

	}

	private static final class EnoughException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		EnoughException() {
			super(null, null, false, false);
		}

	}

}
