package io.llmcache.sample.model;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import io.llmcache.sample.data.Banking77;
import io.llmcache.sample.data.Question;
import io.llmcache.sample.model.ModelProperties.Latency;
import io.llmcache.sample.model.ModelProperties.Price;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

class DemoModelTests {

	private static final Banking77 DATA = new Banking77();

	private static final Intents INTENTS = new Intents(DATA.training(), DATA.all());

	private static final Latency QUICK = new Latency(Duration.ZERO, Duration.ZERO);

	private final List<Question> questions = List.of(new Question("Where is my card?", "card_arrival"));

	private final Intents intents = new Intents(this.questions, this.questions);

	private final DemoModel model = new DemoModel(this.intents, Map.of("card_arrival", "In the post."), QUICK);

	@Test
	void hasAReplyOfItsOwnForEveryIntent() {
		Map<String, String> replies = Replies.read();
		assertThat(replies.keySet())
			.isEqualTo(new Banking77().all().stream().map(Question::intent).collect(Collectors.toSet()));
		assertThat(replies.values()).doesNotHaveDuplicates().allSatisfy((reply) -> {
			assertThat(reply).hasSizeBetween(150, 600).endsWith(".");
			assertThat(reply).doesNotContain("\n");
		});
	}

	@Test
	void repliesToWhatTheCustomerIsAfter() {
		assertThat(this.model.reply("where is my CARD?").text()).isEqualTo("In the post.");
	}

	@Test
	void admitsThatItDoesNotKnow() {
		assertThat(this.model.reply("Who won the match?").text()).isEqualTo(DemoModel.GENERIC_REPLY);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			What is the capital of France?                | The capital of France is Paris.
			Tell me the capital city of France.           | The capital of France is Paris.
			capital of GERMANY                            | The capital of Germany is Berlin.
			What is the capital of Spain, not of Portugal? |
			What is the capital?                          |
			How many people live in France?               |
			""")
	void knowsSomeCapitalsAndNothingElse(String question, @Nullable String reply) {
		DemoModel taught = new DemoModel(INTENTS, Replies.read(), QUICK);
		assertThat(taught.reply(question).text()).isEqualTo((reply != null) ? reply : DemoModel.GENERIC_REPLY);
	}

	@Test
	void noQuestionOfTheDataIsForACapital() {
		assertThat(DATA.all()).noneMatch((question) -> Capitals.reply(question.text()).isPresent());
	}

	@Test
	void takesTheSameTimeForTheSameQuestionAndStaysWithinItsBounds() {
		Latency latency = new Latency(Duration.ofMillis(800), Duration.ofSeconds(2));
		List<Duration> times = new Banking77().all().stream().map((question) -> latency.of(question.text())).toList();
		assertThat(times).allMatch((time) -> time.toMillis() >= 800 && time.toMillis() <= 2000);
		assertThat(times.stream().mapToLong(Duration::toMillis).average()).hasValueCloseTo(1400.0, within(20.0));
		assertThat(latency.of("Where is my card?")).isEqualTo(latency.of("Where is my card?"));
	}

	@Test
	void refusesBoundsThatAreTheWrongWayRound() {
		assertThatIllegalArgumentException().isThrownBy(() -> new Latency(Duration.ofSeconds(2), Duration.ofSeconds(1)))
			.withMessageContaining("desk.model.latency.max");
	}

	@Test
	void stopsThinkingWhenInterrupted() {
		DemoModel slow = new DemoModel(this.intents, Map.of(),
				new Latency(Duration.ofMinutes(1), Duration.ofMinutes(1)));
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(ModelException.class).isThrownBy(() -> slow.reply("Where is my card?"));
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void isMetered() {
		MeteredModel metered = new MeteredModel(this.model);
		metered.reply("Where is my card?");
		metered.reply("Where is my card?");
		assertThat(metered.calls()).isEqualTo(2);
		assertThat(metered.tokens().completion()).isEqualTo(2 * 3);
		assertThat(metered.tokens().prompt()).isGreaterThan(2 * 50);
	}

	@Test
	void isPricedByTheMillionTokens() {
		assertThat(new Price(0.25, 2, "USD").of(new Tokens(2_000_000, 500_000))).isEqualTo(1.5, within(1e-9));
	}

}
