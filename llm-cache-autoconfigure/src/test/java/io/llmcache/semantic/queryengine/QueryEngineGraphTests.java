package io.llmcache.semantic.queryengine;

import io.llmcache.semantic.queryengine.Layout.Algorithm;
import io.llmcache.semantic.queryengine.Layout.Component;

/**
 * With a graph, and with components of four bytes, the query engine keeps the same.
 */
class QueryEngineGraphTests extends QueryEngineTests {

	@Override
	Layout layout() {
		return new Layout(DIMENSION, Component.FLOAT32, Algorithm.HNSW);
	}

}
