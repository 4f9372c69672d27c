package io.llmcache.semantic;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class ThresholdsTests {

	@ParameterizedTest
	@CsvSource({ "bge-small-en-v1.5-q, 0.97, true", "BGE-Small-EN-v1.5-Q, 0.97, true",
			"all-minilm-l6-v2-q, 0.965, true", "all-MiniLM-L6-v2-q, 0.965, true", "text-embedding-3-small, 0.97, false",
			"openai/text-embedding-3-small, 0.97, false" })
	void knownModelsHaveOne(String model, double cosine, boolean calibrated) {
		assertThat(Thresholds.of(model)).isEqualTo(new Thresholds.Threshold(cosine, calibrated));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "bge-small-en-v1.5", "BAAI/bge-small-en-v1.5", "BAAI/bge-small-en-v1.5-q",
			"sentence-transformers/all-MiniLM-L6-v2", "bge-small-en-v1.5-q-finetuned", "acme/text-embedding-3-small",
			"text-embedding-3-large", "text-embedding-ada-002", "unknown" })
	void othersHaveNone(String model) {
		assertThat(Thresholds.of(model)).isNull();
	}

	@Test
	void lettersOfOtherAlphabetsDoNotCount() {
		assertThat(Thresholds.of("all-m\u0130n\u0130lm-l6-v2-q")).isNull();
	}

}
