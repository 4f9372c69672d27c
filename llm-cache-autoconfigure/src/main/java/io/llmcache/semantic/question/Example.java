package io.llmcache.semantic.question;

/**
 * Two questions that stand beside a rule.
 *
 * @param same whether they ask the same, and have to have the same key
 */
record Example(boolean same, String one, String other) {

	static Example parse(String line) {
		int bar = line.indexOf(" | ");
		if (bar < 0) {
			throw new IllegalArgumentException("No \" | \" in: " + line);
		}
		return new Example(line.startsWith("="), line.substring(1, bar).strip(), line.substring(bar + 3).strip());
	}

}
