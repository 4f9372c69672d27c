package io.llmcache.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.llmcache.semantic.Embedder;
import io.llmcache.semantic.EmbeddingException;
import io.llmcache.semantic.EmbeddingException.Reason;
import io.llmcache.semantic.Embeddings;
import io.llmcache.semantic.Fitness;
import io.llmcache.semantic.UnitVector;
import org.jspecify.annotations.Nullable;

/**
 * The vectors of texts, from the product's own way to an embedding model, each computed
 * once and kept in a file from run to run. The product may keep vectors as binary16,
 * which moves a cosine by less than 1e-4; these are binary32.
 */
final class TextVectors implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private final Map<String, UnitVector> vectors = new ConcurrentHashMap<>();

	private final Embedder embedder;

	private final VectorFile file;

	TextVectors(Embedder embedder, Path directory) throws IOException {
		this.embedder = embedder;
		Path path = directory.resolve("vectors-" + embedder.id().replaceAll("[^A-Za-z0-9._-]", "-") + ".bin");
		this.file = VectorFile.open(path, embedder.dimension(), this.vectors);
	}

	/**
	 * The direction of a text.
	 * @return null when the model cannot read it, or was not asked for it
	 */
	@Nullable UnitVector of(String text) {
		return this.vectors.get(text);
	}

	/**
	 * Sees to it that texts have their vectors, which takes milliseconds a text.
	 * @param texts the texts
	 * @param report is told how many are new
	 * @return how many of them the model cannot read
	 */
	int embed(Collection<String> texts, Report report) throws Exception {
		List<String> missing = texts.stream().distinct().filter((text) -> !this.vectors.containsKey(text)).toList();
		if (missing.isEmpty()) {
			return 0;
		}
		report.note(missing.size() + " texts are new to " + this.embedder.id());
		int threads = Runtime.getRuntime().availableProcessors();
		ExecutorService callers = Executors.newFixedThreadPool(threads);
		try (Embeddings embeddings = new Embeddings(this.embedder, PATIENCE, threads, threads)) {
			if (!(embeddings.check(PATIENCE) instanceof Fitness.Fit)) {
				throw new IllegalStateException("The embedding model " + this.embedder.id() + " is not fit");
			}
			List<Callable<Boolean>> tasks = new ArrayList<>();
			missing.forEach((text) -> tasks.add(() -> embed(text, embeddings)));
			return unreadable(callers.invokeAll(tasks));
		}
		finally {
			callers.shutdownNow();
		}
	}

	private boolean embed(String text, Embeddings embeddings) throws Exception {
		try {
			UnitVector vector = embeddings.embed(text);
			this.vectors.put(text, vector);
			this.file.add(text, vector);
			return true;
		}
		catch (EmbeddingException ex) {
			if (ex.reason() == Reason.UNSUITABLE_TEXT) {
				return false;
			}
			throw ex;
		}
	}

	private static int unreadable(List<Future<Boolean>> results) throws InterruptedException, ExecutionException {
		int count = 0;
		for (Future<Boolean> result : results) {
			count += result.get() ? 0 : 1;
		}
		return count;
	}

	@Override
	public void close() throws IOException {
		this.file.close();
	}

}
