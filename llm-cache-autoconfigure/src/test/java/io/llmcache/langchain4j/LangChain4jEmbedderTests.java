package io.llmcache.langchain4j;

import java.util.ArrayList;
import java.util.List;

import dev.langchain4j.data.embedding.Embedding;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.model.embedding.EmbeddingModel;
import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import dev.langchain4j.model.embedding.onnx.bgesmallenv15q.BgeSmallEnV15QuantizedEmbeddingModel;
import dev.langchain4j.model.output.Response;
import io.llmcache.semantic.Embedder;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class LangChain4jEmbedderTests {

	@Test
	void embedsOneTextWithOneRequest() {
		FakeModel model = new FakeModel("some-model");
		assertThat(LangChain4jEmbedder.of(model).embed("hello")).containsExactly(5, 1, 0);
		assertThat(model.texts).containsExactly("hello");
	}

	@Test
	void aTextThatTheProviderDoesNotTakeIsNoFailureOfTheModel() {
		EmbeddingModel model = new FakeModel("some-model") {
			@Override
			public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
				throw new InvalidRequestException("too many tokens");
			}
		};
		assertThatIllegalArgumentException().isThrownBy(() -> LangChain4jEmbedder.of(model).embed("hello"));
	}

	@Test
	void theDimensionIsAskedForOnce() {
		FakeModel model = new FakeModel("some-model");
		Embedder embedder = LangChain4jEmbedder.of(model);
		assertThat(model.texts).as("asked for before anybody needs it").isEmpty();
		assertThat(embedder.dimension()).isEqualTo(3);
		assertThat(embedder.dimension()).isEqualTo(3);
		assertThat(model.texts).hasSize(1);
	}

	@Test
	void theModelNamesItself() {
		assertThat(LangChain4jEmbedder.of(new FakeModel("text-embedding-3-small")).id())
			.isEqualTo("text-embedding-3-small");
	}

	@Test
	void withoutANameTheClassIsTheName() {
		for (String name : new String[] { "unknown", "", " ", null }) {
			assertThat(LangChain4jEmbedder.of(new FakeModel(name)).id()).isEqualTo(FakeModel.class.getName());
		}
	}

	@Test
	void aGivenNameCounts() {
		assertThat(new LangChain4jEmbedder(new FakeModel("deployment-7"), "text-embedding-3-small").id())
			.isEqualTo("text-embedding-3-small");
	}

	// By class, so that no model is loaded for it.
	@Test
	void modelsInTheJvmAreKnownThoughTheyDoNotTell() {
		assertThat(InProcessModel.of(BgeSmallEnV15QuantizedEmbeddingModel.class)).isEqualTo(InProcessModel.BGE_SMALL);
		assertThat(InProcessModel.BGE_SMALL.id()).isEqualTo("bge-small-en-v1.5-q");
		assertThat(InProcessModel.of(AllMiniLmL6V2QuantizedEmbeddingModel.class)).isEqualTo(InProcessModel.MINI_LM);
		assertThat(InProcessModel.MINI_LM.id()).isEqualTo("all-minilm-l6-v2-q");
		assertThat(InProcessModel.of(FakeModel.class)).isNull();
	}

	static class FakeModel implements EmbeddingModel {

		final List<String> texts = new ArrayList<>();

		private final String name;

		FakeModel(String name) {
			this.name = name;
		}

		@Override
		public Response<List<Embedding>> embedAll(List<TextSegment> segments) {
			segments.forEach((segment) -> this.texts.add(segment.text()));
			return Response.from(segments.stream()
				.map((segment) -> Embedding.from(new float[] { segment.text().length(), 1, 0 }))
				.toList());
		}

		@Override
		public String modelName() {
			return this.name;
		}

	}

}
