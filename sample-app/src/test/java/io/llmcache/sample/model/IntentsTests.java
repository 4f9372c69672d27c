package io.llmcache.sample.model;

import java.util.List;
import java.util.stream.IntStream;

import io.llmcache.sample.data.Banking77;
import io.llmcache.sample.data.Question;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class IntentsTests {

	private static final Banking77 data = new Banking77();

	private static Intents intents;

	@BeforeAll
	static void learn() {
		intents = new Intents(data.training(), data.all());
	}

	@Test
	void knowsEveryQuestionOfTheDataByItself() {
		assertThat(intents.of("how do i locate my card")).hasValue("card_arrival");
		assertThat(data.all()).allSatisfy(
				(question) -> assertThat(intents.of(question.text())).as(question.text()).hasValue(question.intent()));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			What is the exchange rate for euros?               | exchange_rate
			please help, an ATM swallowed my card this morning | card_swallowed
			i would like to change my pin                      | change_pin
			I have forgotten my passcode, help                 | passcode_forgotten
			how do I close my account for good?                | terminate_account
			""")
	void findsTheNearestQuestionForOtherWords(String question, String intent) {
		assertThat(intents.of(question)).hasValue(intent);
	}

	@ParameterizedTest
	@ValueSource(strings = { "What is the capital of France?", "Write me a poem about the sea", "Who won the match?",
			"asdf qwer", "?!", "" })
	void doesNotGuessWhereNothingIsNear(String question) {
		assertThat(intents.of(question)).isEmpty();
	}

	@Test
	void isRightAboutMostQuestionsItHasNotSeen() {
		List<Question> all = data.all();
		List<Question> unseen = IntStream.range(data.training().size(), all.size())
			.filter((i) -> i % 10 == 0)
			.mapToObj(all::get)
			.toList();
		List<Question> answered = unseen.stream()
			.filter((question) -> intents.nearest(question.text()).isPresent())
			.toList();
		long right = answered.stream()
			.filter((question) -> intents.nearest(question.text()).filter(question.intent()::equals).isPresent())
			.count();
		assertThat(answered.size() / (double) unseen.size()).isGreaterThan(0.7);
		assertThat(right / (double) answered.size()).isGreaterThan(0.8);
	}

}
