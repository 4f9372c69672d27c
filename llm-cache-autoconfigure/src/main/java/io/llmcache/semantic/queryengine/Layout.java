package io.llmcache.semantic.queryengine;

import java.util.ArrayList;
import java.util.List;

import io.llmcache.semantic.UnitVector;

/**
 * How the query engine keeps vectors.
 *
 * @param dimension number of components
 * @param component how a component is written, here and in the documents
 * @param algorithm how neighbours are found
 */
public record Layout(int dimension, Component component, Algorithm algorithm) {

	/**
	 * The fields of an index over documents.
	 */
	List<Object> schema() {
		List<Object> options = new ArrayList<>(
				List.of("TYPE", this.component, "DIM", this.dimension, "DISTANCE_METRIC", "COSINE"));
		if (this.algorithm == Algorithm.HNSW) {
			// The engine's own default, 10, is less than the neighbours asked for.
			options.addAll(List.of("EF_RUNTIME", 128));
		}
		List<Object> schema = new ArrayList<>(List.of("s", "TAG", "v", "VECTOR", this.algorithm, options.size()));
		schema.addAll(options);
		return schema;
	}

	byte[] write(UnitVector vector) {
		return (this.component == Component.FLOAT16) ? vector.halves() : vector.floats();
	}

	/**
	 * How a component is written. The names are those of the engine.
	 */
	public enum Component {

		/** Two bytes; not known to every engine. */
		FLOAT16,

		/** Four bytes. */
		FLOAT32

	}

	/**
	 * How neighbours are found. The names are those of the engine.
	 */
	public enum Algorithm {

		/** Looks at every document of the scope: misses none. */
		FLAT,

		/** Follows a graph: for more documents than can be looked at; may miss some. */
		HNSW

	}

}
