package io.llmcache.benchmarks;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The question key alone: which questions of a test split have a key that has been seen
 * before, and whether the labels agree with those of the training split.
 */
final class QuestionKeyAccuracy {

	private final IntentSet set;

	private final Readings readings;

	QuestionKeyAccuracy(IntentSet set, Readings readings) {
		this.set = set;
		this.readings = readings;
	}

	void take(AccuracyFigures figures, Must must) throws IOException {
		Map<String, Set<LabelledText>> known = new HashMap<>();
		this.set.training()
			.forEach(
					(question) -> known.computeIfAbsent(Decision.form(question.text()), (form) -> new LinkedHashSet<>())
						.add(question));
		List<LabelledText> hits = this.set.test()
			.stream()
			.filter((question) -> known.containsKey(Decision.form(question.text())))
			.toList();
		String name = "key-" + this.set.name();
		figures.share(name + "-hit", seenBefore(), must);
		figures.note("test questions whose key was seen before: in another split, or earlier in this one");
		figures.share(name + "-hit-training-only", new Proportion(hits.size(), this.set.test().size()));
		figures.share(name + "-equal-text", equalTexts());
		labels(hits, known, name, figures);
	}

	/** A cache keeps what is asked: whatever comes earlier is known as well. */
	private Proportion seenBefore() {
		Set<String> known = new HashSet<>();
		this.set.training().forEach((question) -> known.add(Decision.form(question.text())));
		this.set.others().forEach((question) -> known.add(Decision.form(question.text())));
		long hits = this.set.test().stream().filter((question) -> !known.add(Decision.form(question.text()))).count();
		return new Proportion(hits, this.set.test().size());
	}

	private Proportion equalTexts() {
		Set<String> texts = this.set.training().stream().map(LabelledText::text).collect(Collectors.toSet());
		return new Proportion(this.set.test().stream().filter((question) -> texts.contains(question.text())).count(),
				this.set.test().size());
	}

	private void labels(List<LabelledText> hits, Map<String, Set<LabelledText>> known, String name,
			AccuracyFigures figures) throws IOException {
		PairFile same = file(name + "-same-label", "One key and one label; labels are coarse.");
		PairFile other = file(name + "-other-label", "One key, different labels.");
		Set<LabelledText> wrong = new HashSet<>();
		int pairs = 0;
		int unread = 0;
		for (LabelledText asked : hits) {
			for (LabelledText answered : known.getOrDefault(Decision.form(asked.text()), Set.of())) {
				boolean labelled = answered.label().equals(asked.label());
				boolean read = this.readings.isRead(this.set.name(), answered.text(), asked.text());
				(labelled ? same : other).add(answered.label(), asked.label(), answered.text(), asked.text());
				pairs += labelled ? 0 : 1;
				unread += (labelled || read) ? 0 : 1;
				if ((!labelled || read) && this.readings.isDifferent(this.set.name(), answered.text(), asked.text())) {
					wrong.add(asked);
				}
			}
		}
		figures.pairs(name + "-other-label", pairs);
		figures.share(name + "-really-wrong", new Proportion(wrong.size(), hits.size()));
		figures.note("by reading; %d pairs are not read yet and count as wrong".formatted(unread));
		figures.write(same);
		figures.write(other);
	}

	private static PairFile file(String name, String about) {
		return new PairFile(name, about, "label answered", "label asked", "answered", "asked");
	}

}
