package io.llmcache.benchmarks;

import java.util.List;

import io.llmcache.semantic.UnitVector;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class CorpusTests {

	private final Directions directions = new Directions(1);

	private final UnitVector first = this.directions.any(384);

	private final UnitVector second = this.directions.any(384);

	private final Corpus corpus = new Corpus(List.of(this.first, this.second));

	@Test
	void aDirectionIsAsNearAsAskedFor() {
		for (double cosine : List.of(0.999, 0.96, 0.5, -0.3)) {
			assertThat(this.directions.near(this.first, cosine).cosine(this.first)).isCloseTo(cosine, within(1e-5));
		}
	}

	@Test
	void aFamilyLiesAroundARealDirection() {
		assertThat(this.corpus.vector(0).cosine(this.first)).isCloseTo(1, within(1e-6));
		assertThat(this.corpus.vector(Corpus.FAMILY).cosine(this.second)).isCloseTo(1, within(1e-6));
		for (int member = 1; member < Corpus.FAMILY; member++) {
			assertThat(this.corpus.vector(member).cosine(this.first)).isBetween(0.9599, 0.9991);
		}
	}

	@Test
	void beyondTheRealOnesAreOthersAtADistance() {
		UnitVector beyond = this.corpus.vector(2 * Corpus.FAMILY);
		assertThat(beyond.cosine(this.first)).isBetween(0.499, 0.901);
		assertThat(this.corpus.vector(2 * Corpus.FAMILY + 1).cosine(beyond)).isBetween(0.9599, 0.9991);
		assertThat(this.corpus.vector(4 * Corpus.FAMILY).cosine(beyond)).isLessThan(0.95);
	}

	@Test
	void otherWordsAreNearEnoughToBeServed() {
		assertThat(this.corpus.reworded(3, 4).cosine(this.corpus.vector(3))).isCloseTo(0.985, within(1e-5));
		assertThat(this.corpus.reworded(3, 4).cosine(this.corpus.reworded(3, 5))).isLessThan(0.98);
	}

	@Test
	void theSameNumberIsTheSameEverywhere() {
		Corpus same = new Corpus(List.of(this.first, this.second));
		for (int number : List.of(0, 3, 17, 50_000_000)) {
			assertThat(same.vector(number).halves()).isEqualTo(this.corpus.vector(number).halves());
		}
	}

	@Test
	void theEmbedderKnowsWhereQuestionsLie() {
		CorpusEmbedder embedder = new CorpusEmbedder(this.corpus);
		UnitVector stored = UnitVector.of(embedder.embed(Wording.STORED.of(3)));
		assertThat(stored.cosine(this.corpus.vector(3))).isCloseTo(1, within(1e-6));
		assertThat(UnitVector.of(embedder.embed(Wording.WHICH.of(3))).cosine(stored)).isCloseTo(0.985, within(1e-5));
		assertThat(UnitVector.of(embedder.embed("Something else")).cosine(stored)).isLessThan(0.5);
		assertThat(embedder.calls()).isEqualTo(3);
	}

	@Test
	void theNearestOfAllIsTold() {
		float[] all = new float[2 * 384];
		for (int i = 0; i < 384; i++) {
			all[i] = this.first.component(i);
			all[384 + i] = this.second.component(i);
		}
		UnitVector probe = this.directions.near(this.second, 0.98);
		assertThat(NearestFound.nearest(all, probe)).isCloseTo(0.98, within(1e-5));
	}

}
