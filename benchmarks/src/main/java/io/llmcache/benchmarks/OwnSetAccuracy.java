package io.llmcache.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The project's own pairs: what must not be served, what should be, and what no guard may
 * stop.
 */
final class OwnSetAccuracy implements AccuracySection {

	private final EvaluationSet set;

	private final TextVectors vectors;

	OwnSetAccuracy(EvaluationSet set, TextVectors vectors, Report report) throws Exception {
		this.set = set;
		this.vectors = vectors;
		List<String> texts = new ArrayList<>();
		Stream.of(set.edits(), set.same(), set.harmless())
			.flatMap(Collection::stream)
			.forEach((pair) -> texts.addAll(List.of(pair.answered(), pair.asked())));
		vectors.embed(texts, report);
	}

	@Override
	public void take(Decision decision, AccuracyFigures figures) throws IOException {
		edits(tryOut(decision, this.set.edits()), figures);
		same(tryOut(decision, this.set.same()), figures);
		harmless(tryOut(decision, this.set.harmless()), figures);
	}

	private List<Trial> tryOut(Decision decision, List<QuestionPair> pairs) {
		return pairs.stream().map((pair) -> decision.tryOut(pair, this.vectors)).toList();
	}

	private static void edits(List<Trial> trials, AccuracyFigures figures) throws IOException {
		figures.share("edits-served-by-threshold-alone", share(trials, Trial::isNear), Must.atLeast(25));
		figures.share("edits-served", share(trials, Trial::isServed), Must.atMost(1));
		Map<String, List<Trial>> families = byKind(trials);
		double worst = families.values()
			.stream()
			.map((family) -> share(family, Trial::isServed))
			.mapToDouble(Proportion::percent)
			.max()
			.orElse(Double.NaN);
		figures.percent("edits-served-worst-family", worst, Must.atMost(4));
		families.forEach((family, its) -> {
			figures.share("edits-served-" + family, share(its, Trial::isServed));
			figures.note("by the threshold alone " + share(its, Trial::isNear));
		});
		figures.counts("vetoes", vetoes(trials));
		figures.counts("served by", count(trials, Trial::isServed, Trial::reason));
		figures.write(PairFile.ofTrials("edits-served", "Edits that were served: all of them wrongly.",
				filter(trials, Trial::isServed)));
	}

	private static void same(List<Trial> trials, AccuracyFigures figures) throws IOException {
		figures.share("same-served", share(trials, Trial::isServed));
		figures.counts("served by", count(trials, Trial::isServed, Trial::reason));
		byKind(trials).forEach((level, its) -> figures.share("same-served-" + level, share(its, Trial::isServed)));
		figures.counts("vetoes", vetoes(trials));
		figures.write(PairFile.ofTrials("same-missed", "Questions that one answer serves, and that were not served.",
				filter(trials, (trial) -> !trial.isServed())));
	}

	private static void harmless(List<Trial> trials, AccuracyFigures figures) throws IOException {
		List<Trial> near = filter(trials, Trial::isNear);
		List<Trial> vetoed = filter(near, Trial::isVetoed);
		figures.share("harmless-vetoed", share(near, Trial::isVetoed), Must.atMost(1));
		figures.note("of the rewordings that the threshold lets pass; the question key serves %d of those vetoed"
			.formatted(vetoed.stream().filter(Trial::sameForm).count()));
		figures.counts("vetoes by guard", vetoes(trials));
		figures.counts("vetoes by kind", count(trials, Trial::isVetoed, (trial) -> trial.pair().kind()));
		figures.share("harmless-served", share(trials, Trial::isServed));
		figures
			.write(PairFile.ofTrials("harmless-vetoed", "Rewordings near enough that a guard speaks against.", vetoed));
	}

	static Proportion share(List<Trial> trials, Predicate<Trial> which) {
		return new Proportion(trials.stream().filter(which).count(), trials.size());
	}

	private static List<Trial> filter(List<Trial> trials, Predicate<Trial> which) {
		return trials.stream().filter(which).sorted(Comparator.comparing((trial) -> trial.pair().kind())).toList();
	}

	private static Map<String, List<Trial>> byKind(List<Trial> trials) {
		return trials.stream()
			.collect(Collectors.groupingBy((trial) -> trial.pair().kind(), TreeMap::new, Collectors.toList()));
	}

	private static Map<String, Long> count(List<Trial> trials, Predicate<Trial> which, Function<Trial, String> by) {
		return trials.stream().filter(which).collect(Collectors.groupingBy(by, Collectors.counting()));
	}

	/** How often each guard spoke against a pair that was near enough. */
	static Map<String, Long> vetoes(List<Trial> trials) {
		return trials.stream()
			.filter(Trial::isNear)
			.flatMap((trial) -> trial.objections().stream())
			.collect(Collectors.groupingBy((guard) -> guard, Collectors.counting()));
	}

}
