package io.llmcache.langchain4j;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * The models that come whole in a jar of LangChain4j and are known here, best first.
 */
enum InProcessModel {

	// An English word is five to six characters with its space and 1.3 tokens: 2 000
	// characters are some 450 of the 512 tokens that are seen.
	BGE_SMALL("bge-small-en-v1.5-q", "bgesmallenv15q.BgeSmallEnV15QuantizedEmbeddingModel", false, 2_000, 512),

	// Takes 512 tokens as well but was trained on 256.
	MINI_LM("all-minilm-l6-v2-q", "allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel", true, 1_000, 256);

	static final int DIMENSION = 384;

	private static final String PACKAGE = "dev.langchain4j.model.embedding.onnx.";

	private final String id;

	private final String className;

	private final boolean averaged;

	private final int maxCharacters;

	private final int maxTokens;

	InProcessModel(String id, String className, boolean averaged, int maxCharacters, int maxTokens) {
		this.id = id;
		this.className = PACKAGE + className;
		this.averaged = averaged;
		this.maxCharacters = maxCharacters;
		this.maxTokens = maxTokens;
	}

	/** The model that a class of LangChain4j stands for, or null. */
	static @Nullable InProcessModel of(Class<?> type) {
		for (InProcessModel model : values()) {
			if (model.className.equals(type.getName())) {
				return model;
			}
		}
		return null;
	}

	String id() {
		return this.id;
	}

	/** The longest English text that is surely seen whole. */
	int maxCharacters() {
		return this.maxCharacters;
	}

	/** The longest text that is seen whole, both end marks included. */
	int maxTokens() {
		return this.maxTokens;
	}

	/** Whether a text is the average of its tokens; else it is the first of them. */
	boolean averaged() {
		return this.averaged;
	}

	boolean isOnClassPath() {
		return ClassUtils.isPresent(this.className, InProcessModel.class.getClassLoader());
	}

	/** The network's file in the root of its jar. */
	String network() {
		return "/" + this.id + ".onnx";
	}

	/** The tokenizer's file in the root of its jar. */
	String tokenizer() {
		return "/" + this.id + "-tokenizer.json";
	}

}
