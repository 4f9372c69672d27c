package io.llmcache.semantic.guard;

import io.llmcache.semantic.SemanticGuard;

/**
 * What all guards of this package have in common: equal texts pass, texts too long to
 * compare and texts in another language than English are left to the model.
 */
abstract class EnglishGuard implements SemanticGuard {

	/** More characters than this are not compared: no embedding sees so many either. */
	static final int LONGEST = 20_000;

	@Override
	public final Opinion judge(String asked, String answered) {
		if (asked.equals(answered)) {
			return Opinion.PASS;
		}
		if (asked.length() > LONGEST || answered.length() > LONGEST) {
			return Opinion.UNSURE;
		}
		Reading here = Reading.of(asked);
		Reading there = Reading.of(answered);
		if (!readsSigns() && here.saysTheSameAs(there)) {
			return Opinion.PASS;
		}
		if (differ(asked, answered, here, there)) {
			return Opinion.VETO;
		}
		return (needsEnglish() && !(here.english() && there.english())) ? Opinion.UNSURE : Opinion.PASS;
	}

	boolean differ(String asked, String answered, Reading here, Reading there) {
		return differ(here, there);
	}

	abstract boolean differ(Reading here, Reading there);

	/** Whether more counts than words, numbers and their order. */
	boolean readsSigns() {
		return false;
	}

	/** Whether texts in another language cannot be told apart. */
	boolean needsEnglish() {
		return true;
	}

}
