package io.llmcache.semantic.guard;

import io.llmcache.semantic.SemanticGuard;

/**
 * What all guards of this package have in common: equal texts pass, texts too long to
 * compare and texts in another language than English are left to the model.
 */
abstract class EnglishGuard implements SemanticGuard {

	/** More characters than this are not compared: no embedding sees so many either. */
	static final int LONGEST = 5_000;

	@Override
	public final Opinion judge(String asked, String answered) {
		if (asked.equals(answered)) {
			return Opinion.PASS;
		}
		if (asked.length() > LONGEST || answered.length() > LONGEST) {
			return Opinion.UNSURE;
		}
		String ours = Tokeniser.fold(asked);
		String theirs = Tokeniser.fold(answered);
		if (ours.length() > LONGEST || theirs.length() > LONGEST) {
			return Opinion.UNSURE;
		}
		Reading here = Reading.ofFolded(ours);
		Reading there = Reading.ofFolded(theirs);
		if (!readsSigns() && here.saysTheSameAs(there)) {
			return Opinion.PASS;
		}
		if (differ(ours, theirs, here, there)) {
			return Opinion.VETO;
		}
		return (needsEnglish() && !(here.english() && there.english())) ? Opinion.UNSURE : Opinion.PASS;
	}

	boolean differ(String ours, String theirs, Reading here, Reading there) {
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
