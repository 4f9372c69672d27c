package io.llmcache.semantic;

import java.util.ArrayList;
import java.util.List;

import io.llmcache.LlmCacheProperties.Semantic.VectorForm;
import org.jspecify.annotations.Nullable;

/**
 * What the layer has once an embedding model has proved itself.
 *
 * @param embeddings embeds
 * @param model id of the model
 * @param dimension number of components
 * @param threshold the cosine from which on two questions may be the same where a policy
 * names none; null when none is known
 * @param index proposes
 * @param space names model and form in everything stored
 * @param form how vectors are stored
 */
public record Vectors(Embeddings embeddings, String model, int dimension, @Nullable Double threshold, VectorIndex index,
		String space, VectorForm form) {

	byte[] bytes(UnitVector vector) {
		return (this.form == VectorForm.FLOAT16) ? vector.halves() : vector.floats();
	}

	List<String> terms(double threshold, List<String> guards) {
		List<String> terms = new ArrayList<>(List.of("index", this.model, Double.toString(threshold)));
		terms.addAll(guards);
		return terms;
	}

}
