package io.llmcache.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.llmcache.LlmCacheProperties.QueryEngine.Algorithm;
import io.llmcache.LlmCacheProperties.Semantic;
import io.llmcache.LlmCacheProperties.Semantic.IndexChoice;
import io.llmcache.LlmCacheProperties.Semantic.VectorForm;
import io.llmcache.key.Digester;
import io.llmcache.semantic.Embedder;
import io.llmcache.semantic.Embeddings;
import io.llmcache.semantic.Fitness;
import io.llmcache.semantic.OverflowingIndex;
import io.llmcache.semantic.Thresholds;
import io.llmcache.semantic.Thresholds.Threshold;
import io.llmcache.semantic.VectorIndex;
import io.llmcache.semantic.VectorSource;
import io.llmcache.semantic.Vectors;
import io.llmcache.semantic.mirror.Mirror;
import io.llmcache.semantic.queryengine.Layout;
import io.llmcache.semantic.queryengine.QueryEngine;
import io.llmcache.semantic.vectorset.VectorSet;
import io.llmcache.store.Notice;
import io.llmcache.store.RedisKeys;
import io.llmcache.store.RedisLink;
import io.llmcache.store.RedisResponseStore;
import io.llmcache.store.StoreException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Starts what embeds and proposes: proves the embedding model, chooses the index, says
 * why. A model that does not answer is asked again until it does; one that is unfit stays
 * out.
 */
final class SemanticStart implements VectorSource, AutoCloseable {

	private static final Logger logger = LoggerFactory.getLogger(SemanticStart.class);

	/** Of the documents: what another form of them must not be mixed with. */
	private static final String SCHEMA = "1";

	private static final int SPACE_LENGTH = 12;

	/** A model in this JVM is loaded with its first text. */
	private static final Duration PATIENCE = Duration.ofSeconds(10);

	private static final int RETRY_PULSES = 30;

	private final Semantic properties;

	private final Digester digester;

	private final RedisLink link;

	private final RedisKeys keys;

	private final RedisResponseStore store;

	private final @Nullable Embeddings embeddings;

	private final ThreadPoolExecutor background;

	private volatile @Nullable Vectors vectors;

	private volatile @Nullable Mirror mirror;

	private volatile String state = "there is no embedding model: only canonical forms of questions are compared";

	private volatile int pulsesToRetry;

	/**
	 * Starts nothing yet.
	 * @param properties what is set
	 * @param digester names spaces
	 * @param embedder embeds; null for nobody
	 * @param link the way to Redis
	 * @param keys the names
	 * @param store told where documents lie
	 */
	SemanticStart(Semantic properties, Digester digester, @Nullable Embedder embedder, RedisLink link, RedisKeys keys,
			RedisResponseStore store) {
		this.properties = properties;
		this.digester = digester;
		this.link = link;
		this.keys = keys;
		this.store = store;
		this.embeddings = (embedder != null) ? new Embeddings(embedder, properties.embedTimeout(),
				properties.embedThreads(), properties.embedQueue()) : null;
		CustomizableThreadFactory threads = new CustomizableThreadFactory("llm-cache-semantic-");
		threads.setDaemon(true);
		this.background = new ThreadPoolExecutor(1, 1, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
		this.background.allowCoreThreadTimeOut(true);
	}

	@Override
	public @Nullable Vectors vectors() {
		return this.vectors;
	}

	@Override
	public String state() {
		return this.state;
	}

	/** Proves the model; waits for it as long as loading one may take. */
	void start() {
		Embeddings embeddings = this.embeddings;
		if (embeddings == null) {
			logger.info("Semantic layer: {}", this.state);
			return;
		}
		Fitness fitness = embeddings.check(PATIENCE);
		if (fitness instanceof Fitness.Fit fit) {
			open(embeddings, fit.dimension());
		}
		else if (fitness instanceof Fitness.Unfit unfit) {
			this.state = "embedding model " + embeddings.id() + " is left out: " + unfit.reason();
			logger.warn("Semantic layer: {}", this.state);
		}
		else if (fitness instanceof Fitness.Unreachable unreachable) {
			this.state = "embedding model " + embeddings.id() + " does not answer: " + unreachable.reason();
			this.pulsesToRetry = RETRY_PULSES;
			logger.warn("Semantic layer: {}; it is tried again every {} seconds", this.state, RETRY_PULSES);
		}
	}

	private void open(Embeddings embeddings, int dimension) {
		String model = embeddings.id();
		Threshold known = Thresholds.of(model);
		Double threshold = this.properties.threshold();
		if (threshold == null && known != null) {
			threshold = known.cosine();
			if (!known.calibrated()) {
				logger.warn("Semantic layer: the threshold {} of {} is a guess; look at near misses in shadow mode and "
						+ "set llm.cache.semantic.threshold", threshold, model);
			}
		}
		if (threshold == null) {
			logger.warn("Semantic layer: no threshold is known for {}; set llm.cache.semantic.threshold, until then "
					+ "only canonical forms of questions are compared", model);
		}
		String space = this.digester
			.terms(List.of(SCHEMA, model, Integer.toString(dimension), this.properties.vector().name()))
			.hex()
			.substring(0, SPACE_LENGTH);
		this.store.keepDocumentsIn(space);
		Chosen chosen = choose(space, dimension);
		this.state = chosen.index().name() + " over vectors of " + model + ": " + chosen.why();
		this.vectors = new Vectors(embeddings, model, dimension, threshold, chosen.index(), space,
				this.properties.vector());
		logger.info("Semantic layer: {}", this.state);
	}

	private Chosen choose(String space, int dimension) {
		IndexChoice choice = this.properties.index();
		if (choice == IndexChoice.VECTOR_SET) {
			Optional<String> obstacle = obstacle(() -> VectorSet.probe(this.link, this.keys));
			return obstacle.map((reason) -> new Chosen(mirror(space), "vector sets do not work here, " + reason))
				.orElseGet(() -> new Chosen(new VectorSet(this.link, this.keys, space, dimension, this.background),
						"as configured"));
		}
		if (choice == IndexChoice.MIRROR) {
			return new Chosen(mirror(space), "as configured");
		}
		Layout layout = layout(dimension);
		Optional<String> obstacle = obstacle(() -> QueryEngine.probe(this.link, this.keys, layout));
		int bound = this.properties.mirror().maxEntries();
		if (obstacle.isPresent()) {
			String why = (choice == IndexChoice.AUTO) ? "the newest " + bound + " questions stay; no query engine, "
					: "the query engine does not work here, ";
			return new Chosen(mirror(space), why + obstacle.get());
		}
		QueryEngine engine = new QueryEngine(this.link, this.keys, space, layout);
		prepare(engine);
		return (choice == IndexChoice.QUERY_ENGINE) ? new Chosen(engine, "as configured")
				: new Chosen(new OverflowingIndex(mirror(space), bound, engine),
						"the mirror up to " + bound + " questions, beyond them the query engine");
	}

	private Mirror mirror(String space) {
		Mirror mirror = new Mirror(this.link, this.keys, space, this.properties.mirror().maxEntries(),
				this.properties.mirror().rebuild(), System::nanoTime, this.background);
		this.mirror = mirror;
		mirror.pulse();
		return mirror;
	}

	private Layout layout(int dimension) {
		return new Layout(dimension,
				(this.properties.vector() == VectorForm.FLOAT16) ? Layout.Component.FLOAT16 : Layout.Component.FLOAT32,
				(this.properties.queryEngine().algorithm() == Algorithm.FLAT) ? Layout.Algorithm.FLAT
						: Layout.Algorithm.HNSW);
	}

	private static void prepare(QueryEngine engine) {
		try {
			engine.prepare();
		}
		catch (StoreException ex) {
			logger.debug("The index is created with the first question: {}", ex.getMessage());
		}
	}

	private static Optional<String> obstacle(Probe probe) {
		try {
			return probe.obstacle();
		}
		catch (StoreException ex) {
			return Optional.of("Redis does not answer");
		}
	}

	/** Once a second. */
	void pulse() {
		Mirror mirror = this.mirror;
		if (mirror != null) {
			mirror.pulse();
		}
		if (this.pulsesToRetry > 0 && --this.pulsesToRetry == 0) {
			this.background.execute(this::start);
		}
	}

	void onNotice(Notice notice) {
		Mirror mirror = this.mirror;
		if (mirror != null) {
			mirror.onNotice(notice);
		}
	}

	@Override
	public void close() {
		this.pulsesToRetry = 0;
		if (this.mirror != null) {
			this.mirror.close();
		}
		if (this.embeddings != null) {
			this.embeddings.close();
		}
		this.background.shutdownNow();
	}

	/** Asks whether an index works here. */
	@FunctionalInterface
	private interface Probe {

		Optional<String> obstacle() throws StoreException;

	}

	/**
	 * An index and why it was chosen.
	 */
	private record Chosen(VectorIndex index, String why) {

	}

}
