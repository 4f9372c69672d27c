package io.llmcache.benchmarks;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;

import io.llmcache.key.Digest;
import io.llmcache.semantic.Sketch;
import io.llmcache.semantic.UnitVector;
import io.llmcache.semantic.mirror.Mirror;
import io.llmcache.store.Document;
import io.llmcache.store.RedisKeys;
import io.llmcache.store.RedisLink;
import io.llmcache.store.StoreException;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * The product's mirror without a Redis, filled by hand: searching asks nobody. To be
 * filled by one thread, then searched by any.
 */
final class LoneMirror implements AutoCloseable {

	private static final Duration LIFE = Duration.ofDays(1);

	private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);

	private final Mirror mirror;

	LoneMirror(int maxDocuments) {
		// Never started, so it refuses everything at once.
		RedisLink link = new RedisLink(new LettuceConnectionFactory(), this.timer, LIFE);
		this.mirror = new Mirror(link, new RedisKeys("lone"), "lone", maxDocuments, LIFE, System::nanoTime, this.timer);
	}

	/**
	 * What a mirror keeps of a question.
	 */
	static Known known(Digest scope, Digest tenant, Digest digest, UnitVector vector) {
		return new Known(new Document(digest, scope, tenant, 0, "", new byte[0], Sketch.of(vector).bytes()), vector);
	}

	void add(Known known) {
		try {
			this.mirror.add(known.document(), known.vector(), LIFE);
		}
		catch (StoreException ex) {
			// It has taken note, and there is nobody to tell.
		}
	}

	List<Digest> propose(Digest scope, UnitVector vector) {
		return this.mirror.propose(scope, vector, SemanticApplication.THRESHOLD, SemanticApplication.PROPOSALS);
	}

	/** Number of documents known. */
	long documents() {
		return this.mirror.readiness().entries();
	}

	@Override
	public void close() {
		this.mirror.close();
		this.timer.shutdownNow();
	}

	/**
	 * A document and its vector.
	 *
	 * @param document the document
	 * @param vector its vector
	 */
	record Known(Document document, UnitVector vector) {

	}

}
