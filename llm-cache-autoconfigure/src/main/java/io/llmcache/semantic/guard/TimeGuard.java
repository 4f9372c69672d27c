package io.llmcache.semantic.guard;

/**
 * Another day, month, season or time of day, or the past for the present or the future.
 */
final class TimeGuard extends EnglishGuard {

	private static final Kinds KINDS = Kinds.ofForms("time.txt");

	@Override
	public String name() {
		return "time";
	}

	@Override
	boolean differ(Reading here, Reading there) {
		Change change = Change.of(here, there);
		return KINDS.differ(here, there) || KINDS.contrast(change.here(), change.there())
				|| Tense.changes(change, asks("why", here, there)) || Tense.turns(change)
				|| Tense.of(here).contradicts(Tense.of(there), asks("why", here, there), asks("who", here, there));
	}

	private static boolean asks(String word, Reading here, Reading there) {
		return Questions.asked(here).contains(word) && Questions.asked(there).contains(word);
	}

}
