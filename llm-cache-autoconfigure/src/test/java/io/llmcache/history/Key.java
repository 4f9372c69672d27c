package io.llmcache.history;

/**
 * What is asked for: everything that the answer depends on.
 *
 * @param cache the cache
 * @param version the prompt version
 * @param question the question, which names its seed
 */
record Key(String cache, String version, String question) {

	static Key parse(String text) {
		String[] parts = text.split("/");
		return new Key(parts[0], parts[1], parts[2]);
	}

	@Override
	public String toString() {
		return this.cache + "/" + this.version + "/" + this.question;
	}

}
