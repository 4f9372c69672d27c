package io.llmcache.langchain4j;

import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.model.embedding.EmbeddingModel;
import io.llmcache.semantic.Embedder;

import org.springframework.aop.support.AopUtils;
import org.springframework.util.StringUtils;

/**
 * Embeds with a model of LangChain4j. Thread-safe as far as the model is.
 */
public final class LangChain4jEmbedder implements Embedder {

	/** What {@link EmbeddingModel#modelName()} says when it does not know. */
	private static final String UNKNOWN = "unknown";

	private final EmbeddingModel model;

	private final String id;

	private volatile int dimension;

	/**
	 * An embedder of a given name.
	 * @param model the model
	 * @param id names the model, its size and its quantisation
	 */
	public LangChain4jEmbedder(EmbeddingModel model, String id) {
		this.model = model;
		this.id = id;
	}

	/**
	 * An embedder named by its model or, where that does not tell, by the model's class.
	 * The class alone does not tell two models of one provider apart: give an id then. A
	 * model in the JVM that {@link InProcessEmbedder} knows is left to that one, which
	 * has the same vectors for less and refuses texts that the model cannot read.
	 * @param model the model
	 */
	public static Embedder of(EmbeddingModel model) {
		Class<?> type = AopUtils.getTargetClass(model);
		InProcessModel inProcess = InProcessModel.of(type);
		if (inProcess != null) {
			return new InProcessEmbedder(inProcess);
		}
		String name = model.modelName();
		boolean told = StringUtils.hasText(name) && !name.equals(UNKNOWN);
		return new LangChain4jEmbedder(model, told ? name.strip() : type.getName());
	}

	@Override
	public String id() {
		return this.id;
	}

	/**
	 * Asks the model once; may cost one embedding of a word.
	 */
	@Override
	public int dimension() {
		if (this.dimension == 0) {
			this.dimension = this.model.dimension();
		}
		return this.dimension;
	}

	@Override
	public float[] embed(String text) {
		try {
			return this.model.embed(text).content().vector();
		}
		catch (InvalidRequestException ex) {
			throw new IllegalArgumentException("The provider does not take the text", ex);
		}
	}

}
