package io.llmcache.benchmarks;

import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import io.llmcache.langchain4j.InProcessEmbedder;
import io.llmcache.langchain4j.LangChain4jEmbedder;
import io.llmcache.semantic.Embedder;

/**
 * The embedding models that need no network.
 */
enum LocalModel {

	/** The one that the product takes by itself. */
	BGE {

		@Override
		Embedder embedder() {
			return Objects.requireNonNull(InProcessEmbedder.find());
		}

	},

	MINILM {

		@Override
		Embedder embedder() {
			return LangChain4jEmbedder.of(new AllMiniLmL6V2QuantizedEmbeddingModel());
		}

	};

	abstract Embedder embedder();

	static LocalModel named(String name) {
		return Stream.of(values())
			.filter((model) -> model.name().toLowerCase(Locale.ROOT).equals(name))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("Embedders are bge and minilm"));
	}

}
