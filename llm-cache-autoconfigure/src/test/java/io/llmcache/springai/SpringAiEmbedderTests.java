package io.llmcache.springai;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.ai.document.Document;
import org.springframework.ai.embedding.Embedding;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.ai.embedding.EmbeddingRequest;
import org.springframework.ai.embedding.EmbeddingResponse;
import org.springframework.aop.framework.ProxyFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class SpringAiEmbedderTests {

	@Test
	void embedsOneTextWithOneRequest() {
		FakeModel model = new FakeModel();
		assertThat(new SpringAiEmbedder(model).embed("hello")).containsExactly(5, 1, 0);
		assertThat(model.texts).containsExactly("hello");
	}

	@Test
	void theDimensionIsAskedForOnce() {
		FakeModel model = new FakeModel();
		SpringAiEmbedder embedder = new SpringAiEmbedder(model);
		assertThat(model.texts).as("asked for before anybody needs it").isEmpty();
		assertThat(embedder.dimension()).isEqualTo(3);
		assertThat(embedder.dimension()).isEqualTo(3);
		assertThat(model.texts).hasSize(1);
	}

	@Test
	void theOptionsNameTheModel() {
		assertThat(new SpringAiEmbedder(new ConfiguredModel("text-embedding-3-small")).id())
			.isEqualTo("text-embedding-3-small");
		assertThat(new SpringAiEmbedder(new OlderModel()).id()).isEqualTo("older-model");
	}

	@Test
	void aProxyIsSeenThrough() {
		ProxyFactory factory = new ProxyFactory(new ConfiguredModel("text-embedding-3-small"));
		factory.setProxyTargetClass(true);
		assertThat(new SpringAiEmbedder((EmbeddingModel) factory.getProxy()).id()).isEqualTo("text-embedding-3-small");
		ProxyFactory jdk = new ProxyFactory(new FakeModel());
		assertThat(new SpringAiEmbedder((EmbeddingModel) jdk.getProxy()).id()).isEqualTo(FakeModel.class.getName());
	}

	@Test
	void withoutANameTheClassIsTheName() {
		assertThat(new SpringAiEmbedder(new FakeModel()).id()).isEqualTo(FakeModel.class.getName());
		assertThat(new SpringAiEmbedder(new ConfiguredModel(" ")).id()).isEqualTo(ConfiguredModel.class.getName());
		assertThat(new SpringAiEmbedder(new ConfiguredModel(null)).id()).isEqualTo(ConfiguredModel.class.getName());
		assertThat(new SpringAiEmbedder(new SecretiveModel()).id()).isEqualTo(SecretiveModel.class.getName());
	}

	@Test
	void nothingButTheNameIsReadFromTheOptions() {
		ConfiguredModel model = new ConfiguredModel("text-embedding-3-small");
		new SpringAiEmbedder(model);
		assertThat(model.keyWasRead).isFalse();
	}

	@Test
	void aGivenNameCounts() {
		assertThat(new SpringAiEmbedder(new ConfiguredModel("deployment-7"), "text-embedding-3-small").id())
			.isEqualTo("text-embedding-3-small");
	}

	@Test
	void failuresAreTheCallers() {
		EmbeddingModel model = new FakeModel() {
			@Override
			public EmbeddingResponse call(EmbeddingRequest request) {
				throw new IllegalStateException("down");
			}
		};
		assertThatIllegalStateException().isThrownBy(() -> new SpringAiEmbedder(model).embed("hello"));
	}

	static class FakeModel implements EmbeddingModel {

		final List<String> texts = new ArrayList<>();

		@Override
		public EmbeddingResponse call(EmbeddingRequest request) {
			this.texts.addAll(request.getInstructions());
			return new EmbeddingResponse(request.getInstructions()
				.stream()
				.map((text) -> new Embedding(new float[] { text.length(), 1, 0 }, 0))
				.toList());
		}

		@Override
		public float[] embed(Document document) {
			throw new UnsupportedOperationException();
		}

	}

	static class ConfiguredModel extends FakeModel {

		private final String name;

		boolean keyWasRead;

		ConfiguredModel(String name) {
			this.name = name;
		}

		public Options getOptions() {
			return new Options();
		}

		class Options implements EmbeddingOptions {

			@Override
			public String getModel() {
				return ConfiguredModel.this.name;
			}

			@Override
			public Integer getDimensions() {
				return 3;
			}

			public String getApiKey() {
				ConfiguredModel.this.keyWasRead = true;
				return "canary-key";
			}

		}

	}

	static class OlderModel extends FakeModel {

		public EmbeddingOptions getDefaultOptions() {
			return EmbeddingOptions.builder().model("older-model").build();
		}

	}

	static class SecretiveModel extends FakeModel {

		public EmbeddingOptions getOptions() {
			throw new IllegalStateException();
		}

		public String getDefaultOptions() {
			return "no options";
		}

	}

}
