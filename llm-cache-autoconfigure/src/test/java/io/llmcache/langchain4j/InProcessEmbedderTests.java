package io.llmcache.langchain4j;

import java.time.Duration;
import java.util.List;

import dev.langchain4j.model.embedding.onnx.bgesmallenv15q.BgeSmallEnV15QuantizedEmbeddingModel;
import io.llmcache.semantic.Embedder;
import io.llmcache.semantic.EmbeddingException;
import io.llmcache.semantic.Embeddings;
import io.llmcache.semantic.Fitness;
import io.llmcache.semantic.UnitVector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

/**
 * The models as they come in their jars, without a network.
 */
class InProcessEmbedderTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final List<String> QUESTIONS = List.of("What is the capital of France?",
			"Tell me the capital city of France.", "What is the capital of Spain?", "How do I enable 2FA?",
			"How do I disable 2FA?", "Can I get a refund?", "Convert 25K metres into miles", "?");

	private static Embeddings embeddings;

	@BeforeAll
	static void open() {
		embeddings = new Embeddings(InProcessEmbedder.find(), PATIENCE);
	}

	@AfterAll
	static void close() {
		embeddings.close();
	}

	@Test
	void theBetterModelIsFound() {
		InProcessEmbedder embedder = InProcessEmbedder.find();
		assertThat(embedder.id()).isEqualTo("bge-small-en-v1.5-q");
		assertThat(embedder.dimension()).isEqualTo(384);
		assertThat(embedder.maxCharacters()).isEqualTo(2_000);
	}

	@Test
	void bothModelsAreFit() {
		assertThat(embeddings.check(PATIENCE)).isEqualTo(new Fitness.Fit(384));
		try (Embeddings fast = new Embeddings(new InProcessEmbedder(InProcessModel.MINI_LM), PATIENCE)) {
			assertThat(fast.id()).isEqualTo("all-minilm-l6-v2-q");
			assertThat(fast.maxCharacters()).isEqualTo(1_000);
			assertThat(fast.check(PATIENCE)).isEqualTo(new Fitness.Fit(384));
		}
	}

	@Test
	void cosinesAreTheModels() throws Exception {
		UnitVector question = embeddings.embed("What is the capital of France?");
		assertThat(question.cosine(embeddings.embed("What is the capital of France?"))).isCloseTo(1, within(1e-6));
		assertThat(question.cosine(embeddings.embed("Tell me the capital city of France."))).isCloseTo(0.893,
				within(0.001));
	}

	@Test
	void vectorsAreThoseOfTheFrameworksOwnModel() throws Exception {
		Embedder own = new LangChain4jEmbedder(new BgeSmallEnV15QuantizedEmbeddingModel());
		assertThat(own.id()).isEqualTo(embeddings.id());
		assertThat(own.maxCharacters()).isEqualTo(embeddings.maxCharacters());
		assertThat(own.dimension()).isEqualTo(384);
		for (String question : QUESTIONS) {
			assertThat(UnitVector.of(own.embed(question)).cosine(embeddings.embed(question))).as(question)
				.isCloseTo(1, within(1e-5));
		}
	}

	@Test
	void halvesMoveACosineByLessThanOneInTenThousand() throws Exception {
		for (String one : QUESTIONS) {
			UnitVector vector = embeddings.embed(one);
			UnitVector stored = UnitVector.read(vector.halves(), 384);
			for (String other : QUESTIONS) {
				UnitVector probe = embeddings.embed(other);
				assertThat(stored.cosine(probe)).isCloseTo(vector.cosine(probe), within(1e-4));
			}
		}
	}

	@Test
	void textsOfTheGreatestLengthAndOfAnyAlphabetHaveAVector() throws Exception {
		String english = "How do I change the address that my parcels are sent to? ";
		assertThat(embeddings.embed(english.repeat(40).substring(0, 2_000)).dimension()).isEqualTo(384);
		assertThat(embeddings.embed("\u6771\u4eac".repeat(1_000)).dimension()).isEqualTo(384);
		assertThat(embeddings.embed("\uD83D\uDE00 \u0000 hello \uD83D").dimension()).isEqualTo(384);
	}

	@ParameterizedTest
	@ValueSource(strings = { "\u0000", "\u0007", "\u00a0", "\u200b", "\uD83D" })
	void textsWithoutAnythingToReadHaveNone(String text) {
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> embeddings.embed(text))
			.satisfies((failure) -> assertThat(failure.reason()).isEqualTo(EmbeddingException.Reason.UNSUITABLE_TEXT));
	}

}
