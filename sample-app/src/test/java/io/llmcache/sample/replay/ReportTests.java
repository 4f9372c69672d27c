package io.llmcache.sample.replay;

import java.time.Duration;
import java.util.List;

import io.llmcache.CacheOutcome;
import io.llmcache.SemanticMatch;
import io.llmcache.SemanticMatch.Via;
import io.llmcache.sample.data.Question;
import io.llmcache.sample.desk.Answer;
import io.llmcache.sample.replay.Course.Part;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReportTests {

	private final ReplayProperties settings = new ReplayProperties(true, 200, 4, 3, 1.0, 1, false);

	private final ReplayProperties semantic = new ReplayProperties(true, 200, 4, 3, 1.0, 1, true);

	private final Tally tally = new Tally(200);

	@Test
	void tellsWhatTheReplayCameTo() {
		for (int i = 1; i <= 100; i++) {
			add(CacheOutcome.EXACT_HIT, i / 10.0, 1000);
		}
		add(CacheOutcome.MISS, 1000, 0);
		add(CacheOutcome.MISS, 2000, 0);
		add(CacheOutcome.COALESCED, 500, 500);
		add(CacheOutcome.STALE_HIT, 1, 1000);
		this.tally.addError();
		assertThat(
				new Report(this.settings, 3, this.tally, 2, Duration.ofSeconds(75)).table().lines().map(String::strip))
			.contains("requests                   105", "distinct questions           3",
					"hits                       101   96.2 %", "of them stale              1    1.0 %",
					"loads                        2    1.9 %", "coalesced                    1    1.0 %",
					"bypassed                     0    0.0 %", "errors                       1    1.0 %",
					"model calls, here            2", "time of a hit        p50 5.00 ms, p95 9.50 ms",
					"time of a load       p50 1,000.00 ms, p95 2,000.00 ms", "model time saved     1 min 41 s")
			.anyMatch((line) -> line.startsWith("Replay of 200 questions from 4 threads in 1 min 15 s"));
	}

	@Test
	void progressIsOneLine() {
		add(CacheOutcome.EXACT_HIT, 1, 0);
		add(CacheOutcome.MISS, 1, 0);
		assertThat(Report.progress(this.tally, this.settings, 1, 2.4))
			.isEqualTo("      2 of 200         2 requests/s   hit rate  50.0 %   model calls 1");
	}

	@Test
	void tellsWhichAnswersInOtherWordsWereWrongByTheirLabel() {
		add(CacheOutcome.MISS, "a", "x", null);
		add(CacheOutcome.SEMANTIC_HIT, "b", "x", "a");
		add(CacheOutcome.SEMANTIC_HIT, "c", "y", "a");
		add(CacheOutcome.SEMANTIC_HIT, "c", "y", "asked of another instance");
		// Its label comes later than the answer: the other thread was quicker.
		add(CacheOutcome.SEMANTIC_HIT, "d", "x", "e");
		add(CacheOutcome.MISS, "e", "y", null);
		add(CacheOutcome.EXACT_HIT, "a", "x", null);
		add(CacheOutcome.COALESCED, "a", "x", null);
		assertThat(new Report(this.semantic, 3, this.tally, 2, Duration.ofSeconds(1)).table()
			.lines()
			.map((line) -> line.strip().replaceAll(" +", " "))).contains("hits 5 62.5 %", "of them semantic 4 50.0 %",
					"wrong by label 2 66.7 % of these", "label unknown 1", "answers exact semantic miss wrong by label",
					"1 to 1 0.0 % 0.0 % 100.0 % 0", "3 to 3 0.0 % 100.0 % 0.0 % 1");
		assertThat(Report.progress(this.tally, this.semantic, 2, 1)).contains("exact  12.5 %", "semantic  50.0 %",
				"miss  25.0 %", "wrong by label 2");
	}

	@Test
	void partsHoldEveryAnswerOnce() {
		for (int i = 0; i < 25; i++) {
			add(CacheOutcome.MISS, "a" + i, "x", null);
		}
		List<Part> parts = this.tally.course().parts(10);
		assertThat(parts).hasSize(10).last().extracting(Part::last).isEqualTo(25);
		assertThat(parts.stream().mapToInt(Part::misses).sum()).isEqualTo(25);
	}

	@Test
	void nothingAskedIsNoTrouble() {
		assertThat(new Report(this.settings, 0, this.tally, 0, Duration.ZERO).table()).doesNotContain("NaN");
		assertThat(new Report(this.semantic, 0, this.tally, 0, Duration.ZERO).table()).doesNotContain("NaN");
		assertThat(this.tally.percentile(CacheOutcome.MISS, 0.5)).isNaN();
	}

	@Test
	void scriptAsksTheSameForEqualSeedsAndCountsWhatItAsks() {
		List<Question> data = List.of(new Question("a", "x"), new Question("b", "x"), new Question("c", "x"),
				new Question("d", "x"));
		Script script = Script.write(data, this.settings);
		assertThat(script).isEqualTo(Script.write(data, this.settings));
		assertThat(script.questions()).hasSize(200);
		assertThat(script.distinct()).isEqualTo(3).isEqualTo((int) script.questions().stream().distinct().count());
	}

	private void add(CacheOutcome outcome, double millis, long saved) {
		this.tally.add(new Question("a", "x"),
				new Answer("answer", outcome, null, millis, null, null, saved, 0, 0, null));
	}

	private void add(CacheOutcome outcome, String digest, String intent, @Nullable String answeredBy) {
		SemanticMatch match = (answeredBy != null) ? new SemanticMatch(answeredBy, Via.INDEX, 0.98, List.of("numbers"))
				: null;
		this.tally.add(new Question("a", intent), new Answer("answer", outcome, null, 1, digest, null, 0, 0, 0, match));
	}

}
