package io.llmcache.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Takes the figures of one decision.
 *
 * @param report gets the figures
 * @param directory gets files of pairs
 * @param isAsked whether anything is asked of the figures
 */
record AccuracyFigures(Report report, Path directory, boolean isAsked) {

	void share(String name, Proportion share, @Nullable Must must) {
		this.report.add(new Figure(name, share.percent(), Unit.PERCENT, this.isAsked ? must : null));
		this.report.note(share.toString());
	}

	void share(String name, Proportion share) {
		share(name, share, null);
	}

	void percent(String name, double value, @Nullable Must must) {
		this.report.add(new Figure(name, value, Unit.PERCENT, this.isAsked ? must : null));
	}

	void pairs(String name, long count) {
		this.report.add(Figure.info(name, (double) count, Unit.PAIRS));
	}

	void note(String text) {
		this.report.note(text);
	}

	/** Says how often each was counted. */
	void counts(String what, Map<String, ? extends Number> counts) {
		note(what + ": "
				+ (counts.isEmpty() ? "none"
						: new TreeMap<>(counts).entrySet()
							.stream()
							.map((count) -> count.getKey() + " " + count.getValue())
							.collect(Collectors.joining(", "))));
	}

	void write(PairFile file) throws IOException {
		file.write(this.directory);
	}

}
