package io.llmcache.benchmarks;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import io.llmcache.benchmarks.EvaluationSet.Part;
import io.llmcache.semantic.Thresholds;
import io.llmcache.semantic.Thresholds.Threshold;
import org.jspecify.annotations.Nullable;

/**
 * What is measured, and on which terms.
 *
 * @param pairs a file of somebody's own pairs: text, text, 0 or 1; null for none
 * @param stream a file of somebody's own stream: text, class; null for none
 * @param model what embeds
 * @param thresholds cosines to measure at; empty for the model's own
 * @param part part of the project's own set; null when it was not said
 * @param withoutGuards names of guards to switch off
 */
record AccuracyOptions(@Nullable Path pairs, @Nullable Path stream, LocalModel model, List<Double> thresholds,
		@Nullable Part part, Set<String> withoutGuards) {

	private static final String KNOWN = "Options: --pairs FILE, --stream FILE, --embedder bge|minilm, --threshold X, "
			+ "--sweep FROM:TO:STEP, --part tune|report, --without-guards NAME,NAME";

	private static final int MOST_STEPS = 1_000;

	static AccuracyOptions none() {
		return new AccuracyOptions(null, null, LocalModel.BGE, List.of(), null, Set.of());
	}

	/**
	 * Reads them.
	 * @throws IllegalArgumentException for what is none, with those there are
	 */
	static AccuracyOptions of(List<String> words) {
		AccuracyOptions options = none();
		Iterator<String> rest = words.iterator();
		while (rest.hasNext()) {
			String name = rest.next();
			if (!rest.hasNext()) {
				throw new IllegalArgumentException(KNOWN);
			}
			options = options.with(name, rest.next());
		}
		return options;
	}

	private AccuracyOptions with(String name, String value) {
		try {
			return switch (name) {
				case "--pairs" -> new AccuracyOptions(Path.of(value), this.stream, this.model, this.thresholds,
						this.part, this.withoutGuards);
				case "--stream" -> new AccuracyOptions(this.pairs, Path.of(value), this.model, this.thresholds,
						this.part, this.withoutGuards);
				case "--embedder" -> new AccuracyOptions(this.pairs, this.stream, LocalModel.named(value),
						this.thresholds, this.part, this.withoutGuards);
				case "--threshold" -> new AccuracyOptions(this.pairs, this.stream, this.model,
						List.of(cosine(new BigDecimal(value))), this.part, this.withoutGuards);
				case "--sweep" -> new AccuracyOptions(this.pairs, this.stream, this.model, sweep(value), this.part,
						this.withoutGuards);
				case "--part" -> new AccuracyOptions(this.pairs, this.stream, this.model, this.thresholds, part(value),
						this.withoutGuards);
				case "--without-guards" -> new AccuracyOptions(this.pairs, this.stream, this.model, this.thresholds,
						this.part, Set.of(value.split(",")));
				default -> throw new IllegalArgumentException(KNOWN);
			};
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException(KNOWN, ex);
		}
	}

	private static Part part(String name) {
		return Stream.of(Part.values())
			.filter((part) -> part.toString().equals(name))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException(KNOWN));
	}

	private static double cosine(BigDecimal value) {
		if (value.abs().compareTo(BigDecimal.ONE) > 0) {
			throw new IllegalArgumentException("A threshold is a cosine, in [-1, 1]");
		}
		return value.doubleValue();
	}

	private static List<Double> sweep(String value) {
		String[] parts = value.split(":");
		if (parts.length != 3) {
			throw new IllegalArgumentException(KNOWN);
		}
		BigDecimal to = new BigDecimal(parts[1]);
		BigDecimal step = new BigDecimal(parts[2]);
		List<Double> thresholds = new ArrayList<>();
		// In decimals, so that the last step is not lost to rounding.
		for (BigDecimal at = new BigDecimal(parts[0]); at.compareTo(to) <= 0; at = at.add(step)) {
			if (step.signum() <= 0 || thresholds.size() == MOST_STEPS) {
				throw new IllegalArgumentException("A sweep goes up, in " + MOST_STEPS + " steps at most");
			}
			thresholds.add(cosine(at));
		}
		if (thresholds.isEmpty()) {
			throw new IllegalArgumentException("A sweep goes up, in " + MOST_STEPS + " steps at most");
		}
		return thresholds;
	}

	/**
	 * The cosines to measure at, lowest first.
	 */
	List<Double> thresholdsOf(String embedder) {
		if (!this.thresholds.isEmpty()) {
			return this.thresholds;
		}
		Threshold known = Thresholds.of(embedder);
		if (known == null) {
			throw new IllegalStateException(embedder + " has no threshold of its own");
		}
		return List.of(known.cosine());
	}

	/** The product's defaults: what is asked of the figures holds for nothing else. */
	boolean areDefaults() {
		return this.model == LocalModel.BGE && this.thresholds.isEmpty() && this.withoutGuards.isEmpty();
	}

	boolean isForeign() {
		return this.pairs != null || this.stream != null;
	}

}
