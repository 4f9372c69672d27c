package io.llmcache.springai;

import java.util.List;

import io.llmcache.semantic.Embedder;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.AopUtils;
import org.springframework.ai.embedding.EmbeddingModel;
import org.springframework.ai.embedding.EmbeddingOptions;
import org.springframework.beans.BeanWrapper;
import org.springframework.beans.BeansException;
import org.springframework.beans.PropertyAccessorFactory;
import org.springframework.util.StringUtils;

/**
 * Embeds with a model of Spring AI. Thread-safe as far as the model is.
 */
public final class SpringAiEmbedder implements Embedder {

	/**
	 * Where models keep their options, of which nothing but the model's name is read:
	 * they hold the API key as well.
	 */
	private static final List<String> OPTIONS = List.of("options", "defaultOptions");

	private final EmbeddingModel model;

	private final String id;

	private volatile int dimension;

	/**
	 * An embedder named by the options of its model or, where those cannot be seen, by
	 * the model's class. The class alone does not tell two models of one provider apart:
	 * give an id then.
	 * @param model the model
	 */
	public SpringAiEmbedder(EmbeddingModel model) {
		this(model, idOf(model));
	}

	/**
	 * An embedder of a given name.
	 * @param model the model
	 * @param id names the model, its size and its quantisation
	 */
	public SpringAiEmbedder(EmbeddingModel model, String id) {
		this.model = model;
		this.id = id;
	}

	private static String idOf(EmbeddingModel model) {
		BeanWrapper bean = PropertyAccessorFactory.forBeanPropertyAccess(model);
		for (String property : OPTIONS) {
			String name = modelName(bean, property);
			if (StringUtils.hasText(name)) {
				return name.strip();
			}
		}
		return AopUtils.getTargetClass(model).getName();
	}

	private static @Nullable String modelName(BeanWrapper bean, String property) {
		try {
			return (bean.isReadableProperty(property)
					&& bean.getPropertyValue(property) instanceof EmbeddingOptions options) ? options.getModel() : null;
		}
		catch (BeansException ex) {
			// Its class is name enough.
			return null;
		}
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
			this.dimension = this.model.dimensions();
		}
		return this.dimension;
	}

	@Override
	public float[] embed(String text) {
		return this.model.embed(text);
	}

}
