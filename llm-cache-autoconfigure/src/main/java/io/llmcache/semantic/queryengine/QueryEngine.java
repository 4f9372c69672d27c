package io.llmcache.semantic.queryengine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.llmcache.key.Digest;
import io.llmcache.semantic.UnitVector;
import io.llmcache.semantic.VectorIndex;
import io.llmcache.store.Document;
import io.llmcache.store.ModuleCommands;
import io.llmcache.store.RedisKeys;
import io.llmcache.store.RedisLink;
import io.llmcache.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.jspecify.annotations.Nullable;

/**
 * One index of Redis' query engine over the documents of a space, of all caches and
 * versions. The engine follows the documents by itself, whoever writes or removes them;
 * there is nothing to add. The index is created by whoever first misses it and never
 * dropped: other instances may be asking it. Thread-safe.
 */
public final class QueryEngine implements VectorIndex {

	private static final Logger logger = LoggerFactory.getLogger(QueryEngine.class);

	/**
	 * Documents that expire may still be proposed: few neighbours could all be dead.
	 */
	private static final int NEIGHBOURS = 16;

	/**
	 * What rounding to two bytes a component may do to a distance, with room to spare.
	 */
	private static final double TOLERANCE = 1e-3;

	/**
	 * Milliseconds after which a search is given up with what it has: a command that
	 * takes longer than the cache's own time-out would count as an outage.
	 */
	private static final int PATIENCE = 100;

	private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

	private final ModuleCommands commands;

	private final Layout layout;

	private final String index;

	private final String documents;

	/** When the index was last looked for, in nanoseconds. */
	private final AtomicLong sought = new AtomicLong(System.nanoTime() - PAUSE_NANOS);

	/**
	 * The index of a space; Redis is not asked yet.
	 * @param link the way to Redis
	 * @param keys the names in Redis
	 * @param space of the documents: their model, dimension and component are part of it,
	 * for an index is never changed
	 * @param layout how vectors are kept
	 */
	public QueryEngine(RedisLink link, RedisKeys keys, String space, Layout layout) {
		this.commands = new ModuleCommands(link);
		this.layout = layout;
		this.index = keys.index(space);
		this.documents = keys.documents(space);
	}

	/**
	 * Whether an index would work here; tries it and leaves nothing behind.
	 * @param link the way to Redis
	 * @param keys the names in Redis
	 * @param layout how vectors would be kept
	 * @return one clause that says what is in the way; nothing when it works
	 * @throws StoreException when Redis does not answer
	 */
	public static Optional<String> probe(RedisLink link, RedisKeys keys, Layout layout) throws StoreException {
		return new Probe(new ModuleCommands(link), keys.index("probe-" + UUID.randomUUID())).obstacle(layout);
	}

	/**
	 * Creates the index unless there is one. Documents that are there already are read by
	 * the engine in the background. Not needed, but spares the first question a miss.
	 * @throws StoreException when Redis does not answer or refuses
	 */
	public void prepare() throws StoreException {
		if (create().isPresent()) {
			// Most likely another instance was faster.
			this.commands.send("FT.INFO", this.index);
		}
	}

	private Optional<String> create() throws StoreException {
		Optional<String> refusal = create(this.commands, this.index, this.documents, this.layout);
		if (refusal.isEmpty()) {
			logger.info("Index {} created: the query engine reads the documents that are there", this.index);
		}
		return refusal;
	}

	static Optional<String> create(ModuleCommands commands, String index, String documents, Layout layout)
			throws StoreException {
		List<Object> arguments = new ArrayList<>(List.of(index, "ON", "HASH", "PREFIX", 1, documents, "SCHEMA"));
		arguments.addAll(layout.schema());
		return commands.refusal("FT.CREATE", arguments.toArray());
	}

	@Override
	public String name() {
		return "query-engine";
	}

	@Override
	public List<Digest> propose(Digest scope, UnitVector vector, double floor, int limit) throws StoreException {
		try {
			return Neighbour.read(search(scope, vector, Math.max(limit, NEIGHBOURS)), this.documents)
				.filter((neighbour) -> neighbour.cosine() >= floor - TOLERANCE)
				.sorted()
				.map(Neighbour::digest)
				.distinct()
				.limit(limit)
				.toList();
		}
		catch (StoreException.Refused ex) {
			if (isMissingNoMore()) {
				return List.of();
			}
			throw ex;
		}
	}

	/**
	 * The scope goes into the query as hexadecimal digits, so nothing can be injected. No
	 * order is asked for, which not every engine knows: neighbours are few.
	 */
	private List<@Nullable Object> search(Digest scope, UnitVector vector, int neighbours) throws StoreException {
		return this.commands.send("FT.SEARCH", this.index,
				"(@s:{" + scope.hex() + "})=>[KNN $k @v $q AS " + Neighbour.DISTANCE + "]", "PARAMS", 4, "k",
				neighbours, "q", this.layout.write(vector), "RETURN", 1, Neighbour.DISTANCE, "LIMIT", 0, neighbours,
				"TIMEOUT", PATIENCE, "DIALECT", 2);
	}

	/**
	 * Whether it was the lack of an index that made the engine refuse, and there is one
	 * now. The words of the refusal differ from engine to engine, what creating the index
	 * does not.
	 */
	private boolean isMissingNoMore() throws StoreException {
		long before = this.sought.get();
		long now = System.nanoTime();
		return now - before >= PAUSE_NANOS && this.sought.compareAndSet(before, now) && create().isEmpty();
	}

	/** Nothing to do: the engine follows the documents. */
	@Override
	public void add(Document document, UnitVector vector, Duration life) {
	}

	/** Nothing to do: the engine follows the documents. */
	@Override
	public void remove(Digest scope, Digest digest) {
	}

	@Override
	public Readiness readiness() {
		try {
			Optional<String> refusal = this.commands.refusal("FT.INFO", this.index);
			if (refusal.isPresent()) {
				return new Readiness(false, Double.NaN, -1,
						"no index (" + refusal.get() + "): the next question creates it");
			}
			return readiness(ModuleCommands.map(this.commands.send("FT.INFO", this.index)));
		}
		catch (StoreException ex) {
			return new Readiness(false, Double.NaN, -1, String.valueOf(ex.getMessage()));
		}
	}

	static Readiness readiness(Map<String, @Nullable Object> info) {
		double indexed = ModuleCommands.number(info.get("percent_indexed"));
		double documents = ModuleCommands.number(info.get("num_docs"));
		double failures = ModuleCommands.number(info.get("hash_indexing_failures"));
		String detail = (indexed < 1) ? "the engine still reads documents" : "the engine has read all documents";
		if (failures > 0) {
			detail += String.format(", %.0f could not be indexed", failures);
		}
		return new Readiness(true, indexed, Double.isNaN(documents) ? -1 : (long) documents, detail);
	}

}
