package io.llmcache.benchmarks;

import java.util.List;
import java.util.Locale;

/**
 * The project's own pairs, of one part. Only those are here on which both readers agree.
 * Immutable.
 *
 * @param edits questions that look alike and need different answers; the kind is what was
 * changed
 * @param same questions that one answer serves; the kind is how far the words are apart
 * @param harmless rewordings that change nothing; the kind is what was reworded
 */
record EvaluationSet(List<QuestionPair> edits, List<QuestionPair> same, List<QuestionPair> harmless) {

	/** Rules and thresholds are chosen on one half and reported on the other. */
	enum Part {

		TUNE, REPORT;

		@Override
		public String toString() {
			return name().toLowerCase(Locale.ROOT);
		}

	}

	static EvaluationSet read(Part part) {
		List<List<String>> edits = Tsv.evaluation("edits-1.tsv", 8);
		edits.addAll(Tsv.evaluation("edits-2.tsv", 8));
		return of(part, edits, Tsv.evaluation("same.tsv", 7), Tsv.evaluation("harmless.tsv", 7));
	}

	static EvaluationSet of(Part part, List<List<String>> edits, List<List<String>> same, List<List<String>> harmless) {
		return new EvaluationSet(
				edits.stream()
					.filter((row) -> row.get(2).equals(part.toString()) && agree("different", row))
					.map((row) -> new QuestionPair(row.get(0), row.get(1), row.get(4), row.get(5)))
					.toList(),
				same.stream()
					.filter((row) -> row.get(1).equals(part.toString()) && agree("same", row))
					.map((row) -> new QuestionPair(row.get(0), level(row.get(0)), row.get(3), row.get(4)))
					.toList(),
				harmless.stream()
					.filter((row) -> row.get(1).equals(part.toString()) && agree("same", row))
					.map((row) -> new QuestionPair(row.get(0), row.get(2), row.get(3), row.get(4)))
					.toList());
	}

	/** The verdicts of both readers are the last two columns. */
	private static boolean agree(String verdict, List<String> row) {
		return row.get(row.size() - 1).equals(verdict) && row.get(row.size() - 2).equals(verdict);
	}

	/** The identifier begins with it: light017. */
	private static String level(String id) {
		return id.replaceAll("\\d+$", "");
	}

}
