package io.llmcache.langchain4j;

import java.time.Duration;
import java.util.List;

import ai.djl.util.Ec2Utils;
import dev.langchain4j.model.embedding.EmbeddingModel;
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
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.test.util.ReflectionTestUtils;

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
	void nothingIsReportedToTheMakersOfTheTokenizer() throws Exception {
		embeddings.embed("hello");
		assertThat(ReflectionTestUtils.getField(Ec2Utils.class, "lastCheckIn")).isEqualTo(0L);
		assertThat(System.getProperty("OPT_OUT_TRACKING")).as("left as it was").isNull();
	}

	@Test
	void vectorsAreThoseOfTheFrameworksOwnModel() throws Exception {
		System.setProperty("OPT_OUT_TRACKING", "true");
		EmbeddingModel bean = new BgeSmallEnV15QuantizedEmbeddingModel();
		System.clearProperty("OPT_OUT_TRACKING");
		assertThat(LangChain4jEmbedder.of(bean)).isInstanceOf(InProcessEmbedder.class)
			.returns(embeddings.id(), Embedder::id);
		Embedder own = new LangChain4jEmbedder(bean, "own");
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
	void englishOfTheGreatestLengthHasAVector() throws Exception {
		String english = "How do I change the address that my parcels are sent to? ".repeat(40);
		assertThat(embeddings.embed(english.substring(0, 2_000)).dimension()).isEqualTo(384);
		InProcessEmbedder fast = new InProcessEmbedder(InProcessModel.MINI_LM);
		assertThat(fast.embed(english.substring(0, 1_000))).hasSize(384);
	}

	@ParameterizedTest
	@ValueSource(strings = { "r\u00e9sum\u00e9", "20 \u20ac \u2192 $", "C# or C++?", "\u6771\u4eac", "Stra\u00dfe",
			"a\u0000b" })
	void whatIsInTheVocabularyHasAVector(String text) throws Exception {
		assertThat(embeddings.embed(text).dimension()).isEqualTo(384);
	}

	@ParameterizedTest
	@CsvSource({ "no letter, \u0000", "no letter, \u0007", "space, \u00a0", "space, \u200b", "half a sign, \uD83D",
			"thumb, Is this good? \uD83D\uDC4D", "Chinese cat, \u732b\u5403\u4ec0\u4e48",
			"Thai cat, \u0e41\u0e21\u0e27" })
	void whatTheModelCannotReadHasNone(String what, String text) {
		assertUnreadable(text);
	}

	@Test
	void wordsAndTextsOfTooManyLettersHaveNone() {
		assertUnreadable("Decode " + "abcd".repeat(30));
		assertUnreadable("a b ".repeat(500));
	}

	private static void assertUnreadable(String text) {
		assertThatExceptionOfType(EmbeddingException.class).isThrownBy(() -> embeddings.embed(text))
			.satisfies((failure) -> assertThat(failure.reason()).isEqualTo(EmbeddingException.Reason.UNSUITABLE_TEXT));
	}

}
