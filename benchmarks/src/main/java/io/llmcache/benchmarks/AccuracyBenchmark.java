package io.llmcache.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import io.llmcache.benchmarks.EvaluationSet.Part;
import io.llmcache.benchmarks.StreamAccuracy.Musts;
import io.llmcache.semantic.Embedder;

/**
 * How often the same question in other words is answered from the cache, and how often
 * wrongly: with the product's own key, embedding, threshold and guards, on the project's
 * own pairs, on streams of real questions, or on somebody's own data.
 */
final class AccuracyBenchmark implements Benchmark {

	private static final int ARRIVALS = 3_000;

	private static final int ORDERS = 5;

	private static final int BANKING77_PER_INTENT = 100;

	private static final int CLINC150_PER_INTENT = 60;

	private final Path directory;

	private final AccuracyOptions options;

	AccuracyBenchmark(Path directory) {
		this(directory, AccuracyOptions.none());
	}

	private AccuracyBenchmark(Path directory, AccuracyOptions options) {
		this.directory = directory;
		this.options = options;
	}

	@Override
	public Benchmark with(List<String> words) {
		AccuracyOptions wanted = AccuracyOptions.of(words);
		Decision.check(wanted.withoutGuards());
		return new AccuracyBenchmark(this.directory, wanted);
	}

	/**
	 * Takes the figures.
	 * @param report gets the figures as they are taken
	 * @param full whether whole streams arrive, not only their first questions
	 */
	@Override
	public void run(Report report, boolean full) throws Exception {
		Embedder embedder = this.options.model().embedder();
		List<Double> thresholds = this.options.thresholdsOf(embedder.id());
		try (TextVectors vectors = new TextVectors(embedder, this.directory)) {
			if (!this.options.isForeign() && this.options.part() == null) {
				questionKeys(report);
			}
			List<AccuracySection> sections = this.options.isForeign() ? foreign(vectors, thresholds.get(0), report)
					: own(vectors, thresholds.get(0), full, report);
			for (double threshold : thresholds) {
				Decision decision = new Decision(threshold, this.options.withoutGuards());
				report.note("threshold %s of %s%s".formatted(threshold, embedder.id(),
						this.options.withoutGuards().isEmpty() ? "" : ", without " + this.options.withoutGuards()));
				for (AccuracySection section : sections) {
					section.take(decision, figures(report, embedder.id() + "-" + threshold, full));
				}
			}
		}
	}

	private void questionKeys(Report report) throws IOException {
		AccuracyFigures figures = figures(report, "question-key", false);
		Readings readings = Readings.committed();
		new QuestionKeyAccuracy(IntentSet.clinc150(), readings).take(figures, Must.atLeast(9));
		new QuestionKeyAccuracy(IntentSet.banking77(), readings).take(figures, Must.atLeast(7));
	}

	private List<AccuracySection> own(TextVectors vectors, double floor, boolean full, Report report) throws Exception {
		List<AccuracySection> sections = new ArrayList<>();
		Part part = (this.options.part() != null) ? this.options.part() : Part.REPORT;
		sections.add(new OwnSetAccuracy(EvaluationSet.read(part), vectors, report));
		// The streams have no parts.
		if (this.options.part() == null) {
			int count = full ? Integer.MAX_VALUE : ARRIVALS;
			sections.add(new StreamAccuracy("banking77",
					StreamAccuracy.orders(IntentSet.banking77().arrivals(BANKING77_PER_INTENT), count, ORDERS), vectors,
					floor, new Musts(Must.atLeast(9), Must.atMost(2), null), Readings.committed(), report));
			sections.add(new StreamAccuracy("clinc150",
					StreamAccuracy.orders(IntentSet.clinc150().arrivals(CLINC150_PER_INTENT), count, ORDERS), vectors,
					floor, new Musts(Must.atLeast(3.4), null, Must.atMost(1)), Readings.committed(), report));
		}
		return sections;
	}

	private List<AccuracySection> foreign(TextVectors vectors, double floor, Report report) throws Exception {
		List<AccuracySection> sections = new ArrayList<>();
		if (this.options.pairs() != null) {
			sections.add(new PairsAccuracy(PairsAccuracy.read(this.options.pairs()), vectors, report));
		}
		if (this.options.stream() != null) {
			List<LabelledText> arrivals = Tsv.read(this.options.stream(), 2)
				.stream()
				.map((row) -> new LabelledText(row.get(0), row.get(1)))
				.toList();
			// A log has an order, and its repetitions are part of it.
			sections.add(new StreamAccuracy("file", List.of(arrivals), vectors, floor, Musts.NONE,
					new Readings(List.of()), report));
		}
		return sections;
	}

	private AccuracyFigures figures(Report report, String folder, boolean full) {
		boolean asked = this.options.areDefaults() && this.options.part() != Part.TUNE && !full;
		return new AccuracyFigures(report, this.directory.resolve("accuracy").resolve(folder), asked);
	}

}
