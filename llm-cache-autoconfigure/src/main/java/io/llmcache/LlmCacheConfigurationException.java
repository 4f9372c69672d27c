package io.llmcache;

/**
 * An annotation, a property or a type that cannot work: says what is wrong, where, and
 * how to mend it.
 */
public class LlmCacheConfigurationException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String problem;

	private final String remedy;

	/**
	 * Creates the exception.
	 * @param where class, method and parameter, or the property
	 * @param problem what cannot work, as a clause after "{@code where}: "
	 * @param remedy what to change, as a sentence
	 */
	public LlmCacheConfigurationException(String where, String problem, String remedy) {
		super(where + ": " + problem + ". " + remedy);
		this.problem = where + ": " + problem + ".";
		this.remedy = remedy;
	}

	/**
	 * What is wrong, and where.
	 */
	public String problem() {
		return this.problem;
	}

	/**
	 * What to change.
	 */
	public String remedy() {
		return this.remedy;
	}

}
