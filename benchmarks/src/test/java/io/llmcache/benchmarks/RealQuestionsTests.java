package io.llmcache.benchmarks;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RealQuestionsTests {

	@Test
	void commasAndQuotesOfAQuestionAreItsOwn() {
		assertThat(RealQuestions.csv("""
				text,category
				Where is my card now?,card_arrival
				"Where is it, the ""new"" card?",card_arrival
				"A row of
				two lines, that is",card_arrival
				short,card_arrival
				""")).containsExactly("Where is my card now?", "Where is it, the \"new\" card?");
	}

	@Test
	void questionsAreToldFromIdentifiersAndVerdicts() {
		assertThat(RealQuestions.tsv("""
				# Columns, parted by tabs: id, part, a, b, verdict.
				light017	report	How long does rice keep?	For how long does rice keep?	same
				""")).containsExactly("How long does rice keep?", "For how long does rice keep?");
	}

}
