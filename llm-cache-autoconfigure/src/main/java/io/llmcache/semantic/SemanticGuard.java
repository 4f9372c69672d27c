package io.llmcache.semantic;

/**
 * Speaks against serving the answer of one question for another, however near their
 * vectors are. Symmetric, deterministic, linear in the length of the texts, thread-safe;
 * must not log or keep what it reads.
 */
public interface SemanticGuard {

	/**
	 * The name by which it is switched off and counted: {@code [a-z][a-z0-9-]*}.
	 */
	String name();

	/**
	 * Judges one pair of questions.
	 * @param asked the question of the caller
	 * @param answered the question that the stored answer belongs to
	 */
	Opinion judge(String asked, String answered);

	/**
	 * The same for guards that share what reading a text yields.
	 * @param asked the question of the caller
	 * @param answered the question that the stored answer belongs to
	 */
	default Opinion judge(Wording asked, Wording answered) {
		return judge(asked.text(), answered.text());
	}

	/** What a guard thinks of a pair. */
	enum Opinion {

		/** Nothing speaks against it. */
		PASS,

		/** The questions differ in something that changes the answer. */
		VETO,

		/**
		 * The guard does not understand the texts well enough to tell, and would rather
		 * have the model asked: counts against the pair like a veto.
		 */
		UNSURE

	}

}
