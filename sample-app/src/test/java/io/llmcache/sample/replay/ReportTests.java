package io.llmcache.sample.replay;

import java.time.Duration;
import java.util.List;

import io.llmcache.CacheOutcome;
import io.llmcache.sample.data.Question;
import io.llmcache.sample.desk.Answer;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReportTests {

	private final ReplayProperties settings = new ReplayProperties(true, 200, 4, 3, 1.0, 1);

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
		assertThat(Report.progress(this.tally, 200, 1, 2.4))
			.isEqualTo("      2 of 200         2 requests/s   hit rate  50.0 %   model calls 1");
	}

	@Test
	void nothingAskedIsNoTrouble() {
		assertThat(new Report(this.settings, 0, this.tally, 0, Duration.ZERO).table()).doesNotContain("NaN");
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
		this.tally.add(new Answer("answer", outcome, null, millis, null, null, saved, 0, 0));
	}

}
