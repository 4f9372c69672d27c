package io.llmcache.langchain4j;

import java.util.EnumMap;
import java.util.Map;

import dev.langchain4j.model.embedding.EmbeddingModel;
import io.llmcache.semantic.Embedder;
import org.jspecify.annotations.Nullable;

/**
 * Embeds in this JVM, without bean, key or network, with a model that a jar on the class
 * path brings along. The model is loaded with the first text, which takes a second or
 * two, and stays until the JVM ends, once for all embedders. Thread-safe.
 */
public final class InProcessEmbedder implements Embedder {

	private static final Map<InProcessModel, EmbeddingModel> loaded = new EnumMap<>(InProcessModel.class);

	private final InProcessModel model;

	InProcessEmbedder(InProcessModel model) {
		this.model = model;
	}

	/**
	 * The embedder of the best model on the class path; nothing is loaded yet.
	 * @return null when there is none
	 */
	public static @Nullable InProcessEmbedder find() {
		for (InProcessModel model : InProcessModel.values()) {
			if (model.isOnClassPath()) {
				return new InProcessEmbedder(model);
			}
		}
		return null;
	}

	@Override
	public String id() {
		return this.model.id();
	}

	@Override
	public int dimension() {
		return InProcessModel.DIMENSION;
	}

	@Override
	public float[] embed(String text) {
		return load(this.model).embed(text).content().vector();
	}

	@Override
	public int maxCharacters() {
		return this.model.maxCharacters();
	}

	private static EmbeddingModel load(InProcessModel model) {
		synchronized (loaded) {
			return loaded.computeIfAbsent(model, CallersThreadModel::load);
		}
	}

}
