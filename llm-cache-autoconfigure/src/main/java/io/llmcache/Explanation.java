package io.llmcache;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What the semantic layer makes of a request, told without any text.
 *
 * @param digest the exact key in hexadecimal; null when the request has none
 * @param decision what it would do, as a clause for people
 * @param answeredBy digest of the question whose answer would be served; null for none
 * @param index the index that was asked; null for none
 * @param threshold the cosine in [-1, 1] that a pair must reach; null for none
 * @param candidates the nearest stored questions, five at most, nearest first
 */
public record Explanation(@Nullable String digest, String decision, @Nullable String answeredBy, @Nullable String index,
		@Nullable Double threshold, List<Candidate> candidates) {

	public Explanation {
		candidates = List.copyOf(candidates);
	}

	/**
	 * A stored question near to the one asked.
	 *
	 * @param digest its digest in hexadecimal
	 * @param similarity cosine in [-1, 1] between the two
	 * @param guards what each guard thinks of the pair, by name: {@code pass},
	 * {@code veto}, {@code unsure}
	 * @param accepted whether its answer may be served
	 */
	public record Candidate(String digest, double similarity, Map<String, String> guards, boolean accepted) {

	}

}
