package io.llmcache.semantic.guard;

import io.llmcache.semantic.SemanticGuard;
import io.llmcache.semantic.Wording;

/**
 * What all guards of this package have in common: equal texts pass, texts too long to
 * compare and texts in another language than English are left to the model.
 */
abstract class EnglishGuard implements SemanticGuard {

	/** More characters than this are not compared: no embedding sees so many either. */
	static final int LONGEST = 5_000;

	@Override
	public final Opinion judge(String asked, String answered) {
		return judge(new Wording(asked), new Wording(answered));
	}

	@Override
	public final Opinion judge(Wording asked, Wording answered) {
		if (asked.text().equals(answered.text())) {
			return Opinion.PASS;
		}
		if (isTooLong(asked.text()) || isTooLong(answered.text())) {
			return Opinion.UNSURE;
		}
		Folded ours = asked.as(Folded.class, Folded::of);
		Folded theirs = answered.as(Folded.class, Folded::of);
		if (isTooLong(ours.text()) || isTooLong(theirs.text())) {
			return Opinion.UNSURE;
		}
		Reading here = ours.reading();
		Reading there = theirs.reading();
		if (!readsSigns() && here.saysTheSameAs(there)) {
			return Opinion.PASS;
		}
		if (differ(ours.text(), theirs.text(), here, there)) {
			return Opinion.VETO;
		}
		return (needsEnglish() && !(here.english() && there.english())) ? Opinion.UNSURE : Opinion.PASS;
	}

	private static boolean isTooLong(String text) {
		return text.length() > LONGEST;
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

	/**
	 * A text in its compatible form, and what it says; of a text too long to compare,
	 * nothing.
	 */
	private record Folded(String text, Reading reading) {

		static Folded of(String text) {
			String folded = Tokeniser.fold(text);
			return new Folded(folded, isTooLong(folded) ? Reading.of("") : Reading.ofFolded(folded));
		}

	}

}
