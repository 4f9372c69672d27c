package io.llmcache.semantic;

public final class Embeddings {

	public UnitVector embed(String text) throws EmbeddingException {
		throw new EmbeddingException("stub");
	}

	public int maxCharacters() {
		return 2000;
	}

}
