package io.llmcache.sample.ask;

import java.util.List;

import io.llmcache.BypassReason;
import io.llmcache.CacheOutcome;
import io.llmcache.SemanticMatch;
import io.llmcache.SemanticMatch.Via;
import io.llmcache.sample.SampleApplication;
import io.llmcache.sample.desk.Answer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

@ExtendWith(OutputCaptureExtension.class)
class ConversationTests {

	private static final String DIGEST = "0123456789ab" + "c".repeat(52);

	@Test
	void theThreeQuestionsAreAMissASemanticHitAndAnExactHit(CapturedOutput output) {
		try (ConfigurableApplicationContext context = SampleApplication.start("ask",
				"--llm.cache.operation-timeout=10s", "--desk.model.latency.min=20ms", "--desk.model.latency.max=20ms",
				"--desk.model.api-key=", "--desk.model.base-url=")) {
			assertThat(context.isActive()).isTrue();
		}
		assertThat(output.getOut().lines().map(String::strip).filter((line) -> line.contains(" ms ")))
			.extracting((line) -> line.split(" ")[0])
			.containsExactly("miss", "semantic", "exact");
		assertThat(output.getOut()).contains("The capital of France is Paris.", "found by the form of the question");
	}

	@Test
	void saysHowAnAnswerWasFound() {
		assertThat(told(CacheOutcome.SEMANTIC_HIT, new SemanticMatch(DIGEST, Via.INDEX, 0.9811, List.of("a", "b"))))
			.contains("semantic        1.5 ms", "by its vector, cosine 0.981, passed 2 guards; answer of 0123456789ab");
		assertThat(told(CacheOutcome.SEMANTIC_HIT, new SemanticMatch(DIGEST, Via.ALIAS, null, List.of())))
			.contains("remembered from the time before; answer of 0123456789ab");
		assertThat(told(CacheOutcome.EXACT_HIT, null)).contains("exact ", "the very same question, key 0123456789ab");
	}

	@Test
	void saysWhyTheCacheWasPassed() {
		Answer answer = new Answer("Yes.", CacheOutcome.BYPASS, BypassReason.UNAVAILABLE, 1.5, null, null, 0, 0, 0,
				null);
		assertThat(Conversation.told("Well?", answer)).contains("Well?", "Yes.", "bypass", "UNAVAILABLE");
	}

	private static String told(CacheOutcome outcome, @Nullable SemanticMatch match) {
		return Conversation.told("Well?", new Answer("Yes.", outcome, null, 1.5, DIGEST, null, 0, 0, 0, match));
	}

}
