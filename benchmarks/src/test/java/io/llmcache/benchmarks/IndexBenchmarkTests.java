package io.llmcache.benchmarks;

import java.util.List;
import java.util.function.DoubleSupplier;

import io.llmcache.key.Digest;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class IndexBenchmarkTests {

	@Test
	void keysAreToldApartByTheirNames() {
		String digest = "{" + "0a".repeat(Digest.LENGTH) + "}";
		assertThat(IndexBenchmark.kind("llm:benchmarks:1:s:0123456789ab:" + digest)).isEqualTo("document");
		assertThat(IndexBenchmark.kind("llm:benchmarks:1:desk:v1:q:" + digest)).isEqualTo("question key");
		assertThat(IndexBenchmark.kind("llm:benchmarks:1:desk:v1:e:" + digest)).isEqualTo("entry");
		assertThat(IndexBenchmark.kind("llm:benchmarks:1:f:{0123456789ab}")).isEqualTo("other");
	}

	@Test
	void digestsOfAllKindsAndNumbersDiffer() {
		assertThat(Digests.of(1, 5)).isEqualTo(Digests.of(1, 5))
			.isNotEqualTo(Digests.of(2, 5))
			.isNotEqualTo(Digests.of(1, 6));
		assertThat(Digests.number(Digests.of(3, 1_234_567))).isEqualTo(1_234_567);
	}

	@Test
	void aLoneMirrorKnowsWhatItWasTold() {
		Corpus corpus = new Corpus(List.of(new Directions(1).any(384), new Directions(2).any(384)));
		try (LoneMirror mirror = new LoneMirror(100)) {
			mirror.add(LoneMirror.known(Digests.of(1, 0), Digests.of(2, 0), Digests.of(0, 0), corpus.vector(0)));
			assertThat(mirror.documents()).isEqualTo(1);
			assertThat(mirror.propose(Digests.of(1, 0), corpus.reworded(0, 1))).containsExactly(Digests.of(0, 0));
			assertThat(mirror.propose(Digests.of(1, 1), corpus.reworded(0, 1))).isEmpty();
		}
	}

	@Test
	void anyNumberOfContendersTakesTurns() {
		StringBuilder order = new StringBuilder();
		List<DoubleSupplier> four = List.of(() -> order.append('a').length(), () -> order.append('b').length(),
				() -> order.append('c').length(), () -> order.append('d').length());
		List<Samples> samples = Rounds.inTurn(four, 2);
		assertThat(order).hasToString("abcddcba");
		assertThat(samples.get(0).max()).isEqualTo(8);
		assertThat(samples.get(3).max()).isEqualTo(5);
	}

}
