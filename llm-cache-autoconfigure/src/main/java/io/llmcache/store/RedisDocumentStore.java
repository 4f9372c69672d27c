package io.llmcache.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

import io.llmcache.key.CacheKey;
import io.llmcache.key.Digest;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConnection;

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
		List<Consumer<RedisConnection>> commands = new ArrayList<>();
		commands.add((pipeline) -> pipeline.setCommands().sMembers(RedisScripts.ascii(this.keys.rejections(asker))));
		if (question != null) {
			commands.add((pipeline) -> pipeline.stringCommands()
				.get(RedisScripts.ascii(this.keys.question(asker, question))));
		}
		List<@Nullable Object> replies = ask(commands);
		Alias pointer = (question != null && replies.get(1) instanceof byte[] bytes) ? pointer(bytes, question, asker)
				: null;
		return new Known(pointer, digests((replies.get(0) instanceof Collection<?> found) ? found : Set.of()));
	}

	private @Nullable Alias pointer(byte[] bytes, Digest question, CacheKey asker) {
		return (this.entries.read(bytes, question, asker) instanceof Reading.Present present) ? present.entry().alias()
				: null;
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
		List<@Nullable Object> replies = ask(digests.stream()
			.<Consumer<RedisConnection>>map(
					(digest) -> (pipeline) -> pipeline.hashCommands().hMGet(name(digest), FIELDS))
			.toList());
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

	@SuppressWarnings("unchecked") // HMGET answers bytes or nothing
	private static List<byte @Nullable []> values(List<?> values) {
		return (List<byte @Nullable []>) values;
	}

	@Override
	public @Nullable CacheKey asker(String cache, String version, Digest digest) throws StoreException {
		List<@Nullable Object> replies = ask(
				List.of((pipeline) -> pipeline.hashCommands().hMGet(name(digest), FIELDS)));
		return (replies.get(0) instanceof List<?> values) ? Document.asker(values(values), cache, version, digest)
				: null;
	}

	@Override
	public void point(CacheKey asker, Digest question, Entry pointer, Duration life) throws StoreException {
		this.link.tell((redis) -> redis.opsForValue().set(this.keys.question(asker, question), pointer.bytes(), life));
	}

	private byte[] name(Digest digest) {
		return RedisScripts.ascii(this.keys.document(this.entries.space(), digest));
	}

	/**
	 * The replies to all commands: one round trip. A key of another type, planted by
	 * hand, fails a pipeline as a whole; then each is asked alone and that one has no
	 * reply.
	 */
	private List<@Nullable Object> ask(List<Consumer<RedisConnection>> commands) throws StoreException {
		try {
			return pipeline((pipeline) -> commands.forEach((command) -> command.accept(pipeline)));
		}
		catch (StoreException.Refused ex) {
			if (!RedisScripts.isWrongType(ex)) {
				throw ex;
			}
		}
		List<@Nullable Object> replies = new ArrayList<>(commands.size());
		for (Consumer<RedisConnection> command : commands) {
			replies.add(reply(command));
		}
		return replies;
	}

	private @Nullable Object reply(Consumer<RedisConnection> command) throws StoreException {
		try {
			return pipeline(command).get(0);
		}
		catch (StoreException.Refused ex) {
			return null;
		}
	}

	private List<@Nullable Object> pipeline(Consumer<RedisConnection> commands) throws StoreException {
		return this.link.ask((redis) -> new ArrayList<>(RedisScripts.pipeline(redis, commands)));
	}

}
