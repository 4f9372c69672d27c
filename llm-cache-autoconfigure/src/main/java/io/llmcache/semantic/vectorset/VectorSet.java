package io.llmcache.semantic.vectorset;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;

import io.llmcache.key.Digest;
import io.llmcache.semantic.UnitVector;
import io.llmcache.semantic.VectorIndex;
import io.llmcache.store.Document;
import io.llmcache.store.DocumentScan;
import io.llmcache.store.ModuleCommands;
import io.llmcache.store.RedisKeys;
import io.llmcache.store.RedisLink;
import io.llmcache.store.StoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.data.redis.core.script.RedisScript;

/**
 * Vector sets of Redis 8, one a scope: isolation is by key, never by filter. A set knows
 * only what it is told, so documents that were there before it, or that it has lost, are
 * added by a rebuild. It lives as long as the document in it that lives longest; the dead
 * are taken out as they are met. Thread-safe.
 */
public final class VectorSet implements VectorIndex {

	private static final Logger logger = LoggerFactory.getLogger(VectorSet.class);

	/**
	 * {@code KEYS set; ARGV vector, element, life ms}. No set without an end, and none
	 * that ends before one of its documents.
	 */
	static final RedisScript<Long> ADD = RedisScript.of("""
			redis.call('VADD',KEYS[1],'FP32',ARGV[1],ARGV[2])
			if redis.call('PTTL',KEYS[1])<tonumber(ARGV[3]) then redis.call('PEXPIRE',KEYS[1],ARGV[3]) end
			return 1
			""", Long.class);

	/** Some of what is proposed may be dead. */
	private static final int NEIGHBOURS = 16;

	/** The set keeps a byte a component. */
	private static final double TOLERANCE = 0.02;

	/** How many documents of a set are looked at whenever one is added. */
	private static final int LOOKED_AT = 2;

	private final RedisLink link;

	private final ModuleCommands commands;

	private final RedisKeys keys;

	private final String space;

	private final Rebuild rebuild;

	private final Sample sample;

	/**
	 * The sets of a space; Redis is not asked yet.
	 * @param link the way to Redis
	 * @param keys the names in Redis
	 * @param space the space, whose vectors all have the dimension
	 * @param dimension number of components
	 * @param background runs rebuilds, one at a time
	 */
	public VectorSet(RedisLink link, RedisKeys keys, String space, int dimension, Executor background) {
		this.link = link;
		this.commands = new ModuleCommands(link);
		this.keys = keys;
		this.space = space;
		DocumentScan documents = new DocumentScan(link, keys, space);
		this.rebuild = new Rebuild(documents, this::name, dimension, background);
		this.sample = new Sample(this.commands, documents, this::name, dimension);
	}

	/**
	 * Whether vector sets work here; tries it and leaves nothing behind.
	 * @param link the way to Redis
	 * @param keys the names in Redis
	 * @return one clause that says what is in the way; nothing when they work
	 * @throws StoreException when Redis does not answer
	 */
	public static Optional<String> probe(RedisLink link, RedisKeys keys) throws StoreException {
		Digest nobody = Digest.of(new byte[Digest.LENGTH]);
		String name = keys.vectors("probe-" + UUID.randomUUID(), nobody);
		if (new ModuleCommands(link).refusal("VCARD", name).isPresent()) {
			return Optional.of("this Redis has no vector sets: Redis 8 has");
		}
		try {
			add(link, name, UnitVector.of(new float[] { 1 }), nobody, Duration.ofMillis(1));
			return Optional.empty();
		}
		catch (StoreException.Refused ex) {
			Throwable reply = Objects.requireNonNullElse(ex.getCause(), ex);
			return Optional.of("Redis refuses: " + reply.getMessage());
		}
	}

	@Override
	public String name() {
		return "vector-set";
	}

	@Override
	public List<Digest> propose(Digest scope, UnitVector vector, double floor, int limit) throws StoreException {
		List<@Nullable Object> reply = this.commands.send("VSIM", name(scope), "FP32", vector.floats(), "WITHSCORES",
				"COUNT", Math.max(limit, NEIGHBOURS));
		List<Digest> near = new ArrayList<>();
		for (int i = 0; i + 1 < reply.size() && near.size() < limit; i += 2) {
			// The score is (1 + cosine) / 2; the nearest comes first.
			boolean enough = 2 * ModuleCommands.number(reply.get(i + 1)) - 1 >= floor - TOLERANCE;
			digest(reply.get(i)).filter((digest) -> enough).ifPresent(near::add);
		}
		return near;
	}

	/** Anybody may have added anything. */
	private static Optional<Digest> digest(@Nullable Object element) {
		try {
			return Optional.of(Digest.ofHex(String.valueOf(element)));
		}
		catch (IllegalArgumentException ex) {
			return Optional.empty();
		}
	}

	@Override
	public void add(Document document, UnitVector vector, Duration life) throws StoreException {
		add(this.link, name(document.scope()), vector, document.digest(), life);
		tidy(document.scope());
	}

	private static void add(RedisLink link, String set, UnitVector vector, Digest digest, Duration life)
			throws StoreException {
		link.tell(
				(redis) -> redis.execute(ADD, List.of(set), vector.floats(), ascii(digest.hex()), ascii(millis(life))));
	}

	static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

	static String millis(Duration life) {
		return Long.toString(Math.max(1, life.toMillis()));
	}

	/**
	 * Without it a set that is always in use would only grow: documents that nobody asks
	 * for again die unnoticed. With two looks for each newcomer at least as many are
	 * taken out as are added once half of them are dead.
	 */
	private void tidy(Digest scope) throws StoreException {
		for (Object element : this.commands.send("VRANDMEMBER", name(scope), LOOKED_AT)) {
			Optional<Digest> digest = digest(element);
			if (digest.isPresent() && !lives(digest.get())) {
				remove(scope, digest.get());
			}
		}
	}

	private boolean lives(Digest digest) throws StoreException {
		String name = this.keys.document(this.space, digest);
		return Boolean.TRUE.equals(this.link.ask((redis) -> redis.hasKey(name)));
	}

	@Override
	public void remove(Digest scope, Digest digest) {
		try {
			this.commands.send("VREM", name(scope), digest.hex());
		}
		catch (StoreException ex) {
			logger.debug("A dead document stays in its set until it is met again: {}", ex.getMessage());
		}
	}

	/**
	 * Adds the documents that are in Redis, in the background; nothing when that goes on
	 * already. What the sets know already stays.
	 */
	public void rebuild() {
		this.rebuild.start();
	}

	boolean isBeingRebuilt() {
		return this.rebuild.isRunning();
	}

	/**
	 * Looks whether some of the documents are in their sets: to look at all of them would
	 * be a rebuild.
	 */
	@Override
	public Readiness readiness() {
		if (isBeingRebuilt()) {
			return new Readiness(true, Double.NaN, -1, "being rebuilt, " + this.rebuild.added() + " documents so far");
		}
		try {
			return this.sample.look();
		}
		catch (StoreException ex) {
			return new Readiness(false, Double.NaN, -1, String.valueOf(ex.getMessage()));
		}
	}

	private String name(Digest scope) {
		return this.keys.vectors(this.space, scope);
	}

}
