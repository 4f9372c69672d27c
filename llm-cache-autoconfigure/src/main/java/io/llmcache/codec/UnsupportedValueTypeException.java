package io.llmcache.codec;

/**
 * A type whose values cannot be stored. Known from the type alone, so it is told when the
 * application starts.
 */
public class UnsupportedValueTypeException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String problem;

	private final String remedy;

	/**
	 * Creates the exception.
	 * @param problem what is wrong with the type, as a clause without a full stop
	 * @param remedy what to change, as a sentence
	 */
	public UnsupportedValueTypeException(String problem, String remedy) {
		super(problem + ". " + remedy);
		this.problem = problem;
		this.remedy = remedy;
	}

	/**
	 * What is wrong with the type, as a clause without a full stop.
	 */
	public String problem() {
		return this.problem;
	}

	/**
	 * What to change, as a sentence.
	 */
	public String remedy() {
		return this.remedy;
	}

}
