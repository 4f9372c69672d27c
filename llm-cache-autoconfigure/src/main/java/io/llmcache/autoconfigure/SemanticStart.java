package io.llmcache.autoconfigure;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.llmcache.LlmCacheProperties.Semantic;
import io.llmcache.autoconfigure.IndexStart.Chosen;
import io.llmcache.key.Digester;
import io.llmcache.semantic.Embedder;
import io.llmcache.semantic.Embeddings;
import io.llmcache.semantic.Fitness;
import io.llmcache.semantic.Thresholds;
import io.llmcache.semantic.Thresholds.Threshold;
import io.llmcache.semantic.VectorSource;
import io.llmcache.semantic.Vectors;
import io.llmcache.store.Notice;
import io.llmcache.store.RedisKeys;
import io.llmcache.store.RedisLink;
import io.llmcache.store.RedisResponseStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Starts what embeds and proposes: proves the embedding model, has the index chosen, says
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

	private final RedisResponseStore store;

	private final @Nullable Embeddings embeddings;

	private final ThreadPoolExecutor background;

	private final IndexStart indexes;

	private volatile @Nullable Vectors vectors;

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
		this.store = store;
		this.embeddings = (embedder != null) ? new Embeddings(embedder, properties.embedTimeout(),
				properties.embedThreads(), properties.embedQueue()) : null;
		CustomizableThreadFactory threads = new CustomizableThreadFactory("llm-cache-semantic-");
		threads.setDaemon(true);
		this.background = new ThreadPoolExecutor(1, 1, 30, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), threads);
		this.background.allowCoreThreadTimeOut(true);
		this.indexes = new IndexStart(properties, link, keys, this.background);
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
		Chosen chosen = this.indexes.choose(space, dimension);
		this.state = chosen.index().name() + " over vectors of " + model + ": " + chosen.why();
		this.vectors = new Vectors(embeddings, model, dimension, threshold, chosen.index(), space,
				this.properties.vector());
		logger.info("Semantic layer: {}", this.state);
	}

	/** Once a second. */
	void pulse() {
		this.indexes.pulse();
		if (this.pulsesToRetry > 0 && --this.pulsesToRetry == 0) {
			this.background.execute(this::start);
		}
	}

	void onNotice(Notice notice) {
		this.indexes.onNotice(notice);
	}

	@Override
	public void close() {
		this.pulsesToRetry = 0;
		this.indexes.close();
		if (this.embeddings != null) {
			this.embeddings.close();
		}
		this.background.shutdownNow();
	}

}
