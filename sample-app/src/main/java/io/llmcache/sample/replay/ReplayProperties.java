package io.llmcache.sample.replay;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What a replay asks.
 *
 * @param enabled Whether the sample replays questions and ends, instead of serving the
 * page.
 * @param questions Number of questions asked.
 * @param threads Number of customers who ask at the same time.
 * @param distinct Number of different questions to choose from, 13 071 at most.
 * @param skew How unevenly they are chosen, the exponent of Zipf's law: 0 for all alike.
 * @param seed Decides which questions are asked in which order; instances with equal
 * seeds ask the same.
 * @param semantic Whether the report tells answers to the same question in other words
 * from the others, and how many of them were the wrong ones.
 */
@ConfigurationProperties("desk.replay")
public record ReplayProperties(@DefaultValue("false") boolean enabled, @DefaultValue("2000") int questions,
		@DefaultValue("16") int threads, @DefaultValue("500") int distinct, @DefaultValue("1.0") double skew,
		@DefaultValue("1") long seed, @DefaultValue("false") boolean semantic) {

	public ReplayProperties {
		if (questions < 1 || threads < 1 || distinct < 1 || !(skew >= 0)) {
			throw new IllegalArgumentException(
					"desk.replay: questions, threads and distinct must be at least 1, skew at least 0");
		}
	}

}
