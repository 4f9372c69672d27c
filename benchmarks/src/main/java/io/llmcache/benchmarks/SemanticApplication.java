package io.llmcache.benchmarks;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

import io.llmcache.CacheRequest;
import io.llmcache.LlmCaches;
import io.llmcache.WriteOutcome;
import io.llmcache.key.CacheKey;
import io.llmcache.key.Digest;
import io.llmcache.semantic.Embedder;
import io.llmcache.semantic.SemanticLayer;
import io.llmcache.semantic.UnitVector;
import io.llmcache.semantic.VectorIndex;
import io.llmcache.semantic.VectorSource;
import io.llmcache.semantic.Vectors;
import io.llmcache.store.Document;
import io.llmcache.store.RedisDocumentStore;
import io.llmcache.store.RedisKeys;
import io.llmcache.store.RedisLink;
import io.llmcache.store.RedisResponseStore;
import io.llmcache.store.StoreException;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * The application under measurement with the semantic layer, and the parts of that layer
 * for a closer look. Thread-safe.
 */
final class SemanticApplication implements AutoCloseable {

	/**
	 * The cosine from which on questions may be the same, as the shipped model has it.
	 */
	static final double THRESHOLD = 0.97;

	/** As many as the layer asks an index for. */
	static final int PROPOSALS = 32;

	private static final String CACHE = "desk";

	private static final int TRIES = 5;

	private final ConfigurableApplicationContext context;

	private final RedisDocumentStore documents;

	private SemanticApplication(ConfigurableApplicationContext context) {
		this.context = context;
		this.documents = new RedisDocumentStore(context.getBean(RedisLink.class), context.getBean(RedisKeys.class),
				context.getBean(RedisResponseStore.class));
	}

	/**
	 * Starts one that serves the same question in other words.
	 * @param redisPort its Redis
	 * @param embedder what it embeds with
	 * @param properties further properties, as {@code name=value}
	 */
	static SemanticApplication start(int redisPort, Embedder embedder, String... properties) {
		List<String> all = Stream
			.concat(Stream.of("llm.cache.semantic.mode=serve", "llm.cache.semantic.threshold=" + THRESHOLD),
					Stream.of(properties))
			.toList();
		return new SemanticApplication(BenchmarkApplication.start(redisPort, embedder, all.toArray(String[]::new)));
	}

	static CacheRequest<String> request(String operation, String prompt) {
		return CacheRequest.of(CACHE, operation, String.class, prompt);
	}

	ConfigurableApplicationContext context() {
		return this.context;
	}

	LlmCaches caches() {
		return this.context.getBean(LlmCaches.class);
	}

	VectorIndex index() {
		return vectors().index();
	}

	/** Names the documents in Redis. */
	String space() {
		return vectors().space();
	}

	private Vectors vectors() {
		return Objects.requireNonNull(this.context.getBean(VectorSource.class).vectors(),
				() -> this.context.getBean(VectorSource.class).state());
	}

	/** Stores an answer, whatever is there. */
	void put(CacheRequest<String> request, String answer) {
		put(caches(), request, answer);
	}

	static void put(LlmCaches caches, CacheRequest<String> request, String answer) {
		WriteOutcome outcome = caches.put(request, answer);
		// A machine that is busy elsewhere may have Redis answer too late.
		for (int i = 1; i < TRIES && outcome != WriteOutcome.DONE; i++) {
			sleep(1000);
			outcome = caches.put(request, answer);
		}
		if (outcome != WriteOutcome.DONE) {
			throw new IllegalStateException("Not stored: " + outcome);
		}
	}

	/**
	 * Stores the answers to questions in their stored wording.
	 * @param caches of any application
	 * @param operation the operation of the requests, hence their scope
	 * @param from the first number
	 * @param to the number after the last
	 */
	static void fill(LlmCaches caches, String operation, int from, int to) {
		AtomicInteger next = new AtomicInteger(from);
		try (Crowd crowd = new Crowd(4)) {
			crowd.all((thread) -> {
				for (int i = next.getAndIncrement(); i < to; i = next.getAndIncrement()) {
					String question = Wording.STORED.of(i);
					put(caches, request(operation, question), Model.answerTo(question));
				}
			});
		}
	}

	/**
	 * The key of a question that is stored.
	 */
	CacheKey key(CacheRequest<String> stored) throws StoreException {
		Digest digest = Digest.ofHex(Objects.requireNonNull(caches().get(stored).digest()));
		return Objects.requireNonNull(this.context.getBean(SemanticLayer.class).stored(CACHE, "", digest),
				"No document was stored");
	}

	/**
	 * What the index proposes to a question at the threshold.
	 */
	List<Digest> propose(CacheKey asker, UnitVector vector) throws StoreException {
		return index().propose(asker.scope(), vector, THRESHOLD, PROPOSALS);
	}

	/**
	 * Documents as the layer reads them.
	 */
	List<Document> read(CacheKey asker, List<Digest> digests) throws StoreException {
		return this.documents.read(asker, digests);
	}

	/**
	 * Waits until the index knows all documents.
	 * @param least how many there are at least
	 */
	void settle(long least) {
		settle(index(), least);
	}

	static void settle(VectorIndex index, long least) {
		VectorIndex.@Nullable Readiness readiness = null;
		for (int i = 0; i < 100_000; i++) {
			readiness = index.readiness();
			if (readiness.ready() && readiness.complete() >= 1 && readiness.entries() >= least) {
				return;
			}
			sleep(2);
		}
		throw new IllegalStateException("The index does not get ready: " + readiness);
	}

	static void sleep(long millis) {
		try {
			Thread.sleep(millis);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		this.context.close();
	}

}
