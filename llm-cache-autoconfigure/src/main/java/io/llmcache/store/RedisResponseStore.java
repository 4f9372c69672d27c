package io.llmcache.store;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.regex.Pattern;

import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.llmcache.key.CacheKey;
import io.llmcache.key.Digest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.RedisTemplate;

/**
 * Entries in Redis.
 */
public final class RedisResponseStore implements ResponseStore {

	private static final Logger logger = LoggerFactory.getLogger(RedisResponseStore.class);

	private static final byte[] NOTHING = {};

	private static final Pattern TIME = Pattern.compile("[0-9]{1,18}");

	private final RedisLink link;

	private final RedisKeys keys;

	private final RedisClock clock;

	private final Executor background;

	/** Offset of the byte that no entry of ours has. */
	private final long tooFar;

	private final Marks marks = new Marks();

	/** Stands for the space of documents until there is one. */
	private volatile String space = "none";

	/**
	 * A store behind a link that has not been started yet.
	 * @param link the way to Redis
	 * @param keys the names
	 * @param clock learns the time from its replies
	 * @param background removes what was voided
	 * @param largest size in bytes of the largest answer that any policy lets be stored:
	 * what somebody else has put there may be of half a gigabyte, and is not read further
	 * than that
	 */
	public RedisResponseStore(RedisLink link, RedisKeys keys, RedisClock clock, Executor background, long largest) {
		this.link = link;
		this.keys = keys;
		this.clock = clock;
		this.background = background;
		this.tooFar = Math.min(largest, Integer.MAX_VALUE) + Entry.HEADER;
		this.marks.learn(ALL_CACHES, Map.of(), 0);
		link.onArrival(this::readMarks);
	}

	/**
	 * Has documents live and die with their entries.
	 * @param space where they lie
	 */
	public void keepDocumentsIn(String space) {
		this.space = space;
	}

	String space() {
		return this.space;
	}

	@Override
	public Reading get(CacheKey key) throws StoreException {
		if (!this.marks.knows(key.cache())) {
			this.link.tell((redis) -> readMarks(redis, key.cache()));
		}
		try {
			return read(this.link.ask(bytes(key)), key);
		}
		catch (StoreException.Refused ex) {
			if (RedisScripts.isWrongType(ex)) {
				return new Reading.Corrupt(Reading.NO_STAMP);
			}
			throw ex;
		}
	}

	/** Nothing is an empty string to {@code GETRANGE}. */
	private RedisLink.Question<byte[]> bytes(CacheKey key) {
		byte[] name = RedisScripts.ascii(this.keys.entry(key));
		return (redis) -> {
			byte[] found = redis.execute((connection) -> connection.stringCommands().getRange(name, 0, this.tooFar),
					true);
			return (found != null) ? found : NOTHING;
		};
	}

	/**
	 * @param bytes what was read as far as {@link #tooFar()}; none when there is nothing
	 */
	Reading read(byte @Nullable [] bytes, CacheKey key) {
		Reading reading = (bytes != null && bytes.length == 0) ? Reading.ABSENT : Entry.read(bytes, key);
		if (reading instanceof Reading.Present present && isVoid(present.entry().started(), key)) {
			return new Reading.Voided(present.entry());
		}
		return reading;
	}

	long tooFar() {
		return this.tooFar;
	}

	boolean isVoid(long started, CacheKey key) {
		return this.marks.voids(started, key);
	}

	/**
	 * A cache is going to be used: its marks are read now, or when Redis is reached, so
	 * that no caller has to wait for them.
	 * @param cache the cache
	 */
	public void expect(String cache) {
		this.marks.expect(cache);
		if (this.link.isOpenToCalls()) {
			try {
				readMarks(this.link.pastBreaker(), cache);
			}
			catch (RuntimeException ex) {
				// A slow start is no outage: the first caller will read them.
				logger.debug("Marks are not known yet: {}", ex.toString());
			}
		}
	}

	/**
	 * Goes the whole way of a reading, but finds what nobody has stored: an answer under
	 * whatever key. Leaves nothing behind, and a time-out in a cold JVM is no outage.
	 * @param key a key that is in no use
	 * @throws StoreException when Redis does not answer
	 */
	public Reading rehearse(CacheKey key) throws StoreException {
		try {
			bytes(key).ask(this.link.pastBreaker());
		}
		catch (RuntimeException ex) {
			throw new StoreException.Unavailable("Redis does not answer", ex);
		}
		return read(Entry.of(key, "0".repeat(Entry.STAMP_LENGTH), now(), Long.MAX_VALUE, 0, NOTHING).bytes(), key);
	}

	@Override
	public boolean store(CacheKey key, String token, Entry entry, @Nullable Document document, Duration life)
			throws StoreException {
		List<byte[]> arguments = new ArrayList<>();
		arguments.add(RedisScripts.ascii(token));
		arguments.add(entry.bytes());
		arguments.add(RedisScripts.ascii(life.toMillis()));
		arguments.add(RedisScripts.ascii(this.keys.channel()));
		arguments.add(RedisScripts.ascii(new Notice.Released(key.digest(), true).text()));
		if (document != null) {
			document.fields().forEach((field, value) -> {
				arguments.add(RedisScripts.ascii(field));
				arguments.add(value);
			});
		}
		return RedisScripts.run(this.link, RedisScripts.STORE,
				List.of(this.keys.entry(key), this.keys.lease(key), this.keys.document(this.space, key.digest())),
				arguments.toArray(byte[][]::new)) == 1;
	}

	@Override
	public void alias(CacheKey key, byte[] seenStamp, Entry alias, Duration life, Runnable failed)
			throws StoreException {
		byte[] name = RedisScripts.ascii(this.keys.entry(key));
		this.link.tell((redis) -> redis.execute((RedisCallback<Boolean>) (connection) -> {
			if (connection.getNativeConnection() instanceof RedisClusterAsyncCommands<?, ?> commands) {
				@SuppressWarnings("unchecked")
				RedisClusterAsyncCommands<byte[], byte[]> lettuce = (RedisClusterAsyncCommands<byte[], byte[]>) commands;
				send(lettuce, name, seenStamp, alias.bytes(), life).whenComplete((reply, failure) -> {
					if (failure != null) {
						failed.run();
					}
				});
			}
			else {
				RedisScripts.run(redis, RedisScripts.ALIAS, List.of(this.keys.entry(key)), seenStamp, alias.bytes(),
						RedisScripts.ascii(life.toMillis()));
			}
			return true;
		}, true));
	}

	/** A plain command where nothing was seen, which is the rule. */
	private static CompletionStage<?> send(RedisClusterAsyncCommands<byte[], byte[]> lettuce, byte[] name,
			byte[] seenStamp, byte[] alias, Duration life) {
		if (seenStamp.length == 0) {
			return lettuce.set(name, alias, SetArgs.Builder.nx().px(life.toMillis()));
		}
		return lettuce.<Long>eval(RedisScripts.ALIAS.getScriptAsString(), ScriptOutputType.INTEGER,
				new byte[][] { name }, seenStamp, alias, RedisScripts.ascii(life.toMillis()));
	}

	@Override
	public boolean reject(String cache, String version, Digest digest) throws StoreException {
		String hex = digest.hex();
		return RedisScripts.run(this.link, RedisScripts.REJECT,
				List.of(this.keys.name(cache, version, "e", hex), this.keys.name(cache, version, "r", hex))) == 1;
	}

	@Override
	public boolean evict(String cache, String version, Digest digest) throws StoreException {
		List<Object> evicted = remove(cache, version, digest);
		if (evicted.get(1) instanceof byte[] target && target.length == Digest.LENGTH) {
			remove(cache, version, Digest.of(target));
		}
		return (Long) evicted.get(0) == 1;
	}

	private List<Object> remove(String cache, String version, Digest digest) throws StoreException {
		String hex = digest.hex();
		return RedisScripts.run(this.link, RedisScripts.EVICT,
				List.of(this.keys.name(cache, version, "e", hex), this.keys.name(cache, version, "l", hex),
						this.keys.name(cache, version, "h", hex), this.keys.document(this.space, digest)),
				RedisScripts.ascii(this.keys.channel()), RedisScripts.ascii(new Notice.Evicted(digest).text()));
	}

	@Override
	public void invalidate(String cache, @Nullable Digest tenant, Duration life) throws StoreException {
		String field = (tenant != null) ? tenant.hex() : RedisKeys.ALL;
		long mark = RedisScripts.run(this.link, RedisScripts.MARK, List.of(this.keys.marks(cache)),
				RedisScripts.ascii(field), RedisScripts.ascii(life.toMillis()), RedisScripts.ascii(this.keys.channel()),
				RedisScripts.ascii(new Notice.Marked(cache, field).text()));
		this.marks.add(cache, field, mark);
		RedisSweep sweep = new RedisSweep(this.link, this.keys, this.space);
		this.background.execute(() -> sweep.remove(cache, tenant, mark));
	}

	/**
	 * Reads the marks of all caches in use, and the time with them: one round trip, once
	 * a second and whenever a notice says so.
	 * @throws StoreException when Redis does not answer or refuses
	 */
	public void refreshMarks() throws StoreException {
		this.link.tell(this::readMarks);
	}

	private void readMarks(RedisTemplate<String, byte[]> redis) {
		this.marks.caches().forEach((cache) -> readMarks(redis, cache));
	}

	private void readMarks(RedisTemplate<String, byte[]> redis, String cache) {
		long sent = this.clock.nanoTime();
		List<Object> reply = RedisScripts.run(redis, RedisScripts.MARKS, List.of(this.keys.marks(cache)));
		long now = (Long) reply.get(0);
		this.clock.learn(now, sent);
		Map<String, Long> byField = new HashMap<>();
		for (int i = 1; i < reply.size(); i += 2) {
			String mark = text(reply.get(i + 1));
			// Anybody can write there: what is no time voids nothing, and stops nothing.
			if (TIME.matcher(mark).matches()) {
				byField.put(text(reply.get(i)), Long.valueOf(mark));
			}
		}
		this.marks.learn(cache, byField, now);
	}

	private static String text(Object bytes) {
		return new String((byte[]) bytes, StandardCharsets.US_ASCII);
	}

	@Override
	public List<Touched> touch(List<Touch> touches) throws StoreException {
		List<Touched> touched = new ArrayList<>(touches.size());
		for (int from = 0; from < touches.size(); from += RedisBatch.WRITES) {
			RedisBatch batch = new RedisBatch();
			touches.subList(from, Math.min(from + RedisBatch.WRITES, touches.size()))
				.forEach((touch) -> add(touch, batch));
			for (Object reply : batch.send(this.link)) {
				List<?> numbers = (List<?>) Objects.requireNonNull(reply, "The script answers whatever lies there");
				touched.add(new Touched((Long) numbers.get(0), (Long) numbers.get(1)));
			}
		}
		return touched;
	}

	private void add(Touch touch, RedisBatch batch) {
		batch.script(RedisScripts.TOUCH,
				List.of(this.keys.entry(touch.key()), this.keys.hits(touch.key()),
						this.keys.document(this.space, touch.key().digest())),
				touch.hits(), touch.windowMillis(), touch.threshold(), touch.hotMillis(), touch.maxAgeMillis(),
				touch.staleMillis());
	}

	@Override
	public long now() {
		return this.clock.now();
	}

	@Override
	public boolean isAvailable() {
		return this.link.isOpenToCalls();
	}

}
