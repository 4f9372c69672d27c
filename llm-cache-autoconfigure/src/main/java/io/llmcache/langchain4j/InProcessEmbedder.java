package io.llmcache.langchain4j;

import java.util.EnumMap;
import java.util.Map;

import io.llmcache.semantic.Embedder;
import org.jspecify.annotations.Nullable;

/**
 * Embeds in this JVM, without bean, key or network, with a model that a jar on the class
 * path brings along. The model is loaded with the first text, which takes a second or
 * two, and stays until the JVM ends, once for all embedders. Thread-safe.
 */
public final class InProcessEmbedder implements Embedder {

	private static final Map<InProcessModel, CallersThreadModel> loaded = new EnumMap<>(InProcessModel.class);

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

	/**
	 * The vector of a text.
	 * @param text the text
	 * @throws IllegalArgumentException when the model cannot read all of it: it is longer
	 * than the window, or has words, letters or signs that the model does not know and
	 * takes for one and the same
	 */
	@Override
	public float[] embed(String text) {
		return load(this.model).vectorOf(text);
	}

	@Override
	public int maxCharacters() {
		return this.model.maxCharacters();
	}

	private static CallersThreadModel load(InProcessModel model) {
		synchronized (loaded) {
			return loaded.computeIfAbsent(model, CallersThreadModel::load);
		}
	}

}
