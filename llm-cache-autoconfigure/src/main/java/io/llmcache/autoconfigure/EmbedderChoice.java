package io.llmcache.autoconfigure;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

import io.llmcache.LlmCacheConfigurationException;
import io.llmcache.LlmCacheProperties.Semantic;
import io.llmcache.langchain4j.InProcessEmbedder;
import io.llmcache.langchain4j.LangChain4jEmbedder;
import io.llmcache.semantic.Embedder;
import io.llmcache.springai.SpringAiEmbedder;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.util.ClassUtils;

/**
 * Chooses what embeds: a bean of ours, one of Spring AI or of LangChain4j, whichever
 * there is exactly one of, or the one that is named; else a model that a jar on the class
 * path brings along.
 */
final class EmbedderChoice {

	private static final String PROPERTY = "llm.cache.semantic.embedder";

	private static final String SPRING_AI = "org.springframework.ai.embedding.EmbeddingModel";

	private static final String LANG_CHAIN_4J = "dev.langchain4j.model.embedding.EmbeddingModel";

	private final ListableBeanFactory beans;

	private final Semantic properties;

	EmbedderChoice(ListableBeanFactory beans, Semantic properties) {
		this.beans = beans;
		this.properties = properties;
	}

	/**
	 * The embedder; null when there is nothing to embed with.
	 * @throws LlmCacheConfigurationException when there are several, or not the one named
	 */
	@Nullable Embedder choose() {
		Map<String, Supplier<Embedder>> candidates = new LinkedHashMap<>();
		for (String name : this.beans.getBeanNamesForType(Embedder.class)) {
			candidates.put(name, () -> this.beans.getBean(name, Embedder.class));
		}
		if (isPresent(SPRING_AI)) {
			candidates.putAll(SpringAi.candidates(this.beans, this.properties.embeddingModel()));
		}
		if (isPresent(LANG_CHAIN_4J)) {
			candidates.putAll(LangChain4j.candidates(this.beans, this.properties.embeddingModel()));
		}
		String named = this.properties.embedder();
		if (named != null) {
			return named(named, candidates);
		}
		if (candidates.size() > 1) {
			throw new LlmCacheConfigurationException(PROPERTY, "there are " + candidates.size()
					+ " beans that embed, and it is not said which to use: " + String.join(", ", candidates.keySet()),
					"Name one of them in " + PROPERTY + ".");
		}
		return candidates.isEmpty() ? inProcess() : candidates.values().iterator().next().get();
	}

	private static Embedder named(String name, Map<String, Supplier<Embedder>> candidates) {
		Supplier<Embedder> candidate = candidates.get(name);
		if (candidate == null) {
			List<String> names = new ArrayList<>(candidates.keySet());
			throw new LlmCacheConfigurationException(PROPERTY, "there is no bean '" + name + "' that embeds",
					names.isEmpty() ? "Provide it, or leave the property out."
							: "Name one of these: " + String.join(", ", names) + ".");
		}
		return candidate.get();
	}

	private static @Nullable Embedder inProcess() {
		return isPresent(LANG_CHAIN_4J) ? LangChain4j.inProcess() : null;
	}

	private static boolean isPresent(String type) {
		return ClassUtils.isPresent(type, EmbedderChoice.class.getClassLoader());
	}

	/** Loaded only where Spring AI is. */
	private static final class SpringAi {

		static Map<String, Supplier<Embedder>> candidates(ListableBeanFactory beans, @Nullable String id) {
			Map<String, Supplier<Embedder>> candidates = new LinkedHashMap<>();
			Class<org.springframework.ai.embedding.EmbeddingModel> type = org.springframework.ai.embedding.EmbeddingModel.class;
			for (String name : beans.getBeanNamesForType(type)) {
				candidates.put(name, () -> (id != null) ? new SpringAiEmbedder(beans.getBean(name, type), id)
						: new SpringAiEmbedder(beans.getBean(name, type)));
			}
			return candidates;
		}

	}

	/** Loaded only where LangChain4j is. */
	private static final class LangChain4j {

		static Map<String, Supplier<Embedder>> candidates(ListableBeanFactory beans, @Nullable String id) {
			Map<String, Supplier<Embedder>> candidates = new LinkedHashMap<>();
			Class<dev.langchain4j.model.embedding.EmbeddingModel> type = dev.langchain4j.model.embedding.EmbeddingModel.class;
			for (String name : beans.getBeanNamesForType(type)) {
				candidates.put(name, () -> (id != null) ? new LangChain4jEmbedder(beans.getBean(name, type), id)
						: LangChain4jEmbedder.of(beans.getBean(name, type)));
			}
			return candidates;
		}

		static @Nullable Embedder inProcess() {
			return InProcessEmbedder.find();
		}

	}

}
