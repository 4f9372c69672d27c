package io.llmcache;

import java.util.Map;

import io.llmcache.SemanticMatch.Via;
import org.jspecify.annotations.Nullable;

/**
 * What the semantic layer did for one cache in this JVM since its start.
 *
 * @param hits answers served, by how they were found
 * @param vetoes pairs near enough that a guard spoke against, by its name
 * @param embeddings questions embedded for calls
 * @param failedEmbeddings questions that could not be embedded
 * @param shadow what would have been served
 */
public record SemanticStats(Map<Via, Long> hits, Map<String, Long> vetoes, long embeddings, long failedEmbeddings,
		Shadow shadow) {

	/**
	 * Matches that were not served, and the answers of the model beside them.
	 *
	 * @param matches calls that would have been served
	 * @param equal those to which the model gave the very same answer
	 * @param compared those of which the two answers were embedded and compared
	 * @param meanSimilarity mean cosine of the two answers compared; null before the
	 * first
	 */
	public record Shadow(long matches, long equal, long compared, @Nullable Double meanSimilarity) {

	}

}
