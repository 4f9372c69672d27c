package io.llmcache.sample.replay;

import java.time.Duration;
import java.util.Locale;

import io.llmcache.CacheOutcome;
import io.llmcache.sample.replay.Course.Part;

/**
 * What a replay came to, for people to read.
 *
 * @param settings what was asked for
 * @param distinct number of different questions asked
 * @param tally the answers
 * @param modelCalls calls to the model by this instance
 * @param took how long it went on
 */
record Report(ReplayProperties settings, int distinct, Tally tally, long modelCalls, Duration took) {

	private static final int PARTS = 10;

	/** One line about a replay that goes on. */
	static String progress(Tally tally, ReplayProperties settings, long modelCalls, double perSecond) {
		return String.format(Locale.ROOT, "%,7d of %,d   %,7.0f requests/s   %s   model calls %,d", tally.requests(),
				settings.questions(), perSecond, settings.semantic() ? ways(tally.course().whole()) : hitRate(tally),
				modelCalls);
	}

	private static String hitRate(Tally tally) {
		return String.format(Locale.ROOT, "hit rate %5.1f %%", 100 * tally.hitRate());
	}

	private static String ways(Part part) {
		return String.format(Locale.ROOT, "exact %5.1f %%   semantic %5.1f %%   miss %5.1f %%   wrong by label %d",
				part.percent(part.exact()), part.percent(part.semantic()), part.percent(part.misses()), part.wrong());
	}

	/** The closing table. */
	String table() {
		StringBuilder table = new StringBuilder();
		table.append(
				String.format(Locale.ROOT, "%nReplay of %,d questions from %d threads in %s, skew %s, seed %d%s%n%n",
						this.settings.questions(), this.settings.threads(), text(this.took), this.settings.skew(),
						this.settings.seed(), this.settings.semantic() ? ", semantic" : ""));
		row(table, "requests", this.tally.requests());
		row(table, "distinct questions", this.distinct);
		share(table, "hits", this.tally.hits());
		share(table, "  of them stale", this.tally.count(CacheOutcome.STALE_HIT));
		if (this.settings.semantic()) {
			semanticHits(table, this.tally.course().whole());
		}
		share(table, "loads", this.tally.count(CacheOutcome.MISS));
		share(table, "coalesced", this.tally.count(CacheOutcome.COALESCED));
		share(table, "bypassed", this.tally.count(CacheOutcome.BYPASS));
		share(table, "errors", this.tally.errors());
		row(table, "model calls, here", this.modelCalls);
		times(table, "time of a hit", CacheOutcome.EXACT_HIT);
		times(table, "time of a semantic", CacheOutcome.SEMANTIC_HIT);
		times(table, "time of a load", CacheOutcome.MISS);
		line(table, "model time saved", text(Duration.ofMillis(this.tally.savedMillis())));
		if (this.settings.semantic()) {
			overTime(table);
		}
		return table.toString();
	}

	/** Wrong ones as a share of these hits: what a customer feels. */
	private void semanticHits(StringBuilder table, Part whole) {
		share(table, "  of them semantic", whole.semantic());
		line(table, "    wrong by label",
				String.format(Locale.ROOT, "%,9d  %5.1f %% of these", whole.wrong(), whole.percentWrong()));
		if (whole.unlabelled() > 0) {
			row(table, "    label unknown", whole.unlabelled());
		}
	}

	private void overTime(StringBuilder table) {
		table.append(String.format(Locale.ROOT, "%n  %-20s %10s %10s %10s %16s%n", "answers", "exact", "semantic",
				"miss", "wrong by label"));
		for (Part part : this.tally.course().parts(PARTS)) {
			table.append(String.format(Locale.ROOT, "  %,8d to %,8d %8.1f %% %8.1f %% %8.1f %% %16d%n", part.first(),
					part.last(), part.percent(part.exact()), part.percent(part.semantic()), part.percent(part.misses()),
					part.wrong()));
		}
	}

	private void times(StringBuilder table, String label, CacheOutcome outcome) {
		if (this.tally.count(outcome) > 0) {
			line(table, label, String.format(Locale.ROOT, "p50 %,.2f ms, p95 %,.2f ms",
					this.tally.percentile(outcome, 0.5), this.tally.percentile(outcome, 0.95)));
		}
	}

	private void share(StringBuilder table, String label, long count) {
		line(table, label, String.format(Locale.ROOT, "%,9d  %5.1f %%", count,
				100.0 * count / Math.max(1, this.tally.requests())));
	}

	private static void row(StringBuilder table, String label, long count) {
		line(table, label, String.format(Locale.ROOT, "%,9d", count));
	}

	private static void line(StringBuilder table, String label, String value) {
		table.append(String.format(Locale.ROOT, "  %-20s %s%n", label, value));
	}

	private static String text(Duration time) {
		return (time.toHours() > 0) ? time.toHours() + " h " + time.toMinutesPart() + " min"
				: (time.toMinutes() > 0) ? time.toMinutes() + " min " + time.toSecondsPart() + " s"
						: String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1000.0);
	}

}
