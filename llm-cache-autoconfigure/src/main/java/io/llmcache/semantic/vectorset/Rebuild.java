package io.llmcache.semantic.vectorset;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import io.llmcache.key.Digest;
import io.llmcache.semantic.UnitVector;
import io.llmcache.store.DocumentScan;
import io.llmcache.store.DocumentScan.Found;
import io.llmcache.store.StoreException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.ReturnType;

/**
 * Adds the documents that are in Redis to their sets, one rebuild at a time. To add one
 * to a large set takes Redis milliseconds, so that they are sent one by one: calls find
 * their way between them.
 */
final class Rebuild {

	private static final Logger logger = LoggerFactory.getLogger(Rebuild.class);

	private final DocumentScan documents;

	private final Function<Digest, String> names;

	private final int dimension;

	private final Executor background;

	private final AtomicBoolean running = new AtomicBoolean();

	private final AtomicLong added = new AtomicLong();

	Rebuild(DocumentScan documents, Function<Digest, String> names, int dimension, Executor background) {
		this.documents = documents;
		this.names = names;
		this.dimension = dimension;
		this.background = background;
	}

	void start() {
		if (!this.running.compareAndSet(false, true)) {
			return;
		}
		this.added.set(0);
		try {
			this.background.execute(this::run);
		}
		catch (RejectedExecutionException ex) {
			this.running.set(false);
		}
	}

	boolean isRunning() {
		return this.running.get();
	}

	/** How many documents this rebuild, or the last one, has added. */
	long added() {
		return this.added.get();
	}

	private void run() {
		try {
			this.documents.read(this::add);
			logger.info("Vector sets rebuilt: {} documents", added());
		}
		catch (StoreException ex) {
			logger.warn("Vector sets are rebuilt in part only, {} documents: {}", added(), ex.getMessage());
		}
		finally {
			this.running.set(false);
		}
	}

	private boolean add(RedisConnection connection, List<Found> found) {
		found.forEach((document) -> add(connection, document));
		return true;
	}

	private void add(RedisConnection connection, Found document) {
		UnitVector vector = UnitVector.read(document.vector(), this.dimension);
		if (vector != null) {
			connection.scriptingCommands()
				.eval(VectorSet.ascii(VectorSet.ADD.getScriptAsString()), ReturnType.INTEGER, 1,
						VectorSet.ascii(this.names.apply(document.scope())), vector.floats(),
						VectorSet.ascii(document.digest().hex()), VectorSet.ascii(VectorSet.millis(document.life())));
			this.added.incrementAndGet();
		}
	}

}
