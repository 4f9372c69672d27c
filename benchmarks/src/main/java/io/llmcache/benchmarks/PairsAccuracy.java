package io.llmcache.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Somebody's own pairs, of which it is known whether one answer serves both.
 */
final class PairsAccuracy implements AccuracySection {

	private static final String SAME = "1";

	private static final String DIFFERENT = "0";

	private final List<QuestionPair> pairs;

	private final TextVectors vectors;

	PairsAccuracy(List<QuestionPair> pairs, TextVectors vectors, Report report) throws Exception {
		this.pairs = pairs;
		this.vectors = vectors;
		List<String> texts = new ArrayList<>();
		pairs.forEach((pair) -> texts.addAll(List.of(pair.answered(), pair.asked())));
		int unreadable = vectors.embed(texts, report);
		if (unreadable > 0) {
			report.note("the model cannot read %d of the texts".formatted(unreadable));
		}
	}

	/**
	 * Pairs of a file of three columns: text, text, 1 when one answer serves both, else
	 * 0.
	 */
	static List<QuestionPair> read(Path file) {
		List<QuestionPair> pairs = new ArrayList<>();
		for (List<String> row : Tsv.read(file, 3)) {
			if (!row.get(2).equals(SAME) && !row.get(2).equals(DIFFERENT)) {
				throw new IllegalArgumentException(
						"%s: the third column is 0 or 1, not '%s'".formatted(file, row.get(2)));
			}
			pairs.add(new QuestionPair(Integer.toString(pairs.size() + 1), row.get(2), row.get(0), row.get(1)));
		}
		return pairs;
	}

	@Override
	public void take(Decision decision, AccuracyFigures figures) throws Exception {
		List<Trial> trials = this.pairs.stream().map((pair) -> decision.tryOut(pair, this.vectors)).toList();
		List<Trial> same = ofKind(trials, SAME);
		List<Trial> different = ofKind(trials, DIFFERENT);
		List<Trial> wrong = different.stream().filter(Trial::isServed).toList();
		long served = trials.stream().filter(Trial::isServed).count();
		figures.share("pairs-hit", OwnSetAccuracy.share(same, Trial::isServed));
		figures.note("of the pairs that one answer serves; by the threshold alone "
				+ OwnSetAccuracy.share(same, Trial::isNear));
		figures.share("pairs-wrong", new Proportion(wrong.size(), served));
		figures.note("of the hits");
		figures.share("pairs-different-served", OwnSetAccuracy.share(different, Trial::isServed));
		figures.note("of the pairs that need two answers; by the threshold alone "
				+ OwnSetAccuracy.share(different, Trial::isNear));
		figures.counts("vetoes of pairs that need two answers", OwnSetAccuracy.vetoes(different));
		figures.counts("vetoes of pairs that one answer serves", OwnSetAccuracy.vetoes(same));
		figures
			.write(PairFile.ofTrials("pairs-wrong", "Served, and wrongly; the id is the number of the pair.", wrong));
	}

	private static List<Trial> ofKind(List<Trial> trials, String kind) {
		return trials.stream().filter((trial) -> trial.pair().kind().equals(kind)).toList();
	}

}
