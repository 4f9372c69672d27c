package io.llmcache.autoconfigure;

import java.util.Optional;
import java.util.concurrent.Executor;

import io.llmcache.LlmCacheProperties.QueryEngine.Algorithm;
import io.llmcache.LlmCacheProperties.Semantic;
import io.llmcache.LlmCacheProperties.Semantic.IndexChoice;
import io.llmcache.LlmCacheProperties.Semantic.VectorForm;
import io.llmcache.semantic.OverflowingIndex;
import io.llmcache.semantic.VectorIndex;
import io.llmcache.semantic.mirror.Mirror;
import io.llmcache.semantic.queryengine.Layout;
import io.llmcache.semantic.queryengine.QueryEngine;
import io.llmcache.semantic.vectorset.VectorSet;
import io.llmcache.store.Notice;
import io.llmcache.store.RedisKeys;
import io.llmcache.store.RedisLink;
import io.llmcache.store.StoreException;
import org.jspecify.annotations.Nullable;

/**
 * Chooses who proposes stored questions, and says why; keeps it up to date.
 */
final class IndexStart implements AutoCloseable {

	private static final int PULSES_TO_COMPLETE = 60;

	private final Semantic properties;

	private final RedisLink link;

	private final RedisKeys keys;

	private final Executor background;

	private volatile @Nullable Mirror mirror;

	private volatile @Nullable VectorSet vectorSet;

	private int pulses;

	/**
	 * Starts nothing yet.
	 * @param properties what is set
	 * @param link the way to Redis
	 * @param keys the names
	 * @param background reads documents
	 */
	IndexStart(Semantic properties, RedisLink link, RedisKeys keys, Executor background) {
		this.properties = properties;
		this.link = link;
		this.keys = keys;
		this.background = background;
	}

	/** The index of a space. A Redis that does not answer yet speaks against none. */
	Chosen choose(String space, int dimension) {
		return switch (this.properties.index()) {
			case MIRROR -> new Chosen(mirror(space), "as configured");
			case VECTOR_SET -> vectorSet(space, dimension);
			case AUTO, QUERY_ENGINE -> queryEngine(space, layout(dimension));
		};
	}

	private Chosen vectorSet(String space, int dimension) {
		String obstacle = obstacle(() -> VectorSet.probe(this.link, this.keys));
		if (obstacle != null) {
			return new Chosen(mirror(space), "vector sets do not work here, " + obstacle);
		}
		VectorSet set = new VectorSet(this.link, this.keys, space, dimension, this.background);
		this.vectorSet = set;
		this.background.execute(set::rebuild);
		return new Chosen(set, "as configured");
	}

	private Chosen queryEngine(String space, Layout layout) {
		boolean auto = this.properties.index() == IndexChoice.AUTO;
		int bound = this.properties.mirror().maxEntries();
		String obstacle = obstacle(() -> QueryEngine.probe(this.link, this.keys, layout));
		if (obstacle != null) {
			return new Chosen(mirror(space),
					auto ? "the newest " + bound + " questions stay, for there is no query engine (" + obstacle + ")"
							: "the query engine does not work here, " + obstacle);
		}
		QueryEngine engine = new QueryEngine(this.link, this.keys, space, layout);
		this.background.execute(() -> prepare(engine));
		return auto
				? new Chosen(new OverflowingIndex(mirror(space), bound, engine),
						"the mirror up to " + bound + " questions, beyond them the query engine")
				: new Chosen(engine, "as configured");
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
			// It is created with the first question, then.
		}
	}

	private static @Nullable String obstacle(Probe probe) {
		try {
			return probe.obstacle().orElse(null);
		}
		catch (StoreException ex) {
			return null;
		}
	}

	/** Once a second. */
	void pulse() {
		Mirror mirror = this.mirror;
		if (mirror != null) {
			mirror.pulse();
		}
		VectorSet set = this.vectorSet;
		if (set != null && ++this.pulses % PULSES_TO_COMPLETE == 0) {
			this.background.execute(() -> complete(set));
		}
	}

	/** Fetches what was lost with a set: nobody else tells. */
	private static void complete(VectorSet set) {
		if (set.readiness().complete() < 1) {
			set.rebuild();
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
		Mirror mirror = this.mirror;
		if (mirror != null) {
			mirror.close();
		}
	}

	/** Asks whether an index works here. */
	@FunctionalInterface
	private interface Probe {

		Optional<String> obstacle() throws StoreException;

	}

	/**
	 * An index and why it was chosen.
	 */
	record Chosen(VectorIndex index, String why) {

	}

}
