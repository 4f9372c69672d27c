package io.llmcache.benchmarks;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RealQuestionsTests {

	@Test
	void questionsAreToldFromIdentifiersAndVerdicts() {
		assertThat(RealQuestions.tsv("""
				# Columns, parted by tabs: id, part, a, b, verdict.
				light017	report	How long does rice keep?	For how long does rice keep?	same
				""")).containsExactly("How long does rice keep?", "For how long does rice keep?");
	}

}
