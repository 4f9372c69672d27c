package io.llmcache.semantic;

import java.util.List;

import io.llmcache.semantic.VectorIndex.Readiness;
import org.jspecify.annotations.Nullable;

/**
 * What the semantic layer consists of, to be shown to people.
 *
 * @param questionKey id of what makes canonical forms; null for none
 * @param model id of the embedding model; null while there is none
 * @param threshold the model's own threshold, a cosine in [-1, 1]; null for none
 * @param index who proposes; null while nobody does
 * @param readiness how far it can be relied on
 * @param state what is in use and why, or what is missing
 * @param guards names of the guards
 */
public record SemanticReport(@Nullable String questionKey, @Nullable String model, @Nullable Double threshold,
		@Nullable String index, @Nullable Readiness readiness, String state, List<String> guards) {

}
