package io.llmcache.semantic;

import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The cosines from which on two questions count as one, by embedding model: the same
 * number means different things for different models, so one that is not listed has none.
 * They hold together with the guards.
 */
public final class Thresholds {

	// A model and its quantised form differ, hence no "BAAI/" or "sentence-transformers/"
	// before a name; nor any other prefix but that of the model's only maker.
	private static final Map<String, Threshold> BY_MODEL = Map.of("bge-small-en-v1.5-q", new Threshold(0.97, true),
			"all-minilm-l6-v2-q", new Threshold(0.965, true), "text-embedding-3-small", new Threshold(0.97, false),
			"openai/text-embedding-3-small", new Threshold(0.97, false));

	private Thresholds() {
	}

	/**
	 * The default of a model.
	 * @param model the embedder's id, in any case
	 * @return null when the model is not known
	 */
	public static @Nullable Threshold of(String model) {
		return BY_MODEL.get(model.toLowerCase(Locale.ROOT));
	}

	/**
	 * The default threshold of a model.
	 *
	 * @param cosine in (0, 1)
	 * @param calibrated whether it comes from measurements; a guess deserves a warning
	 */
	public record Threshold(double cosine, boolean calibrated) {

	}

}
