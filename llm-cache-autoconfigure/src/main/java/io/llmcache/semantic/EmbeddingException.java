package io.llmcache.semantic;

public class EmbeddingException extends Exception {

	EmbeddingException(String m) {
		super(m);
	}

}
