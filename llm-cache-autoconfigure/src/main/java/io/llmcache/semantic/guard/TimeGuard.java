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
		return KINDS.differ(here, there) || Tense.of(here).contradicts(Tense.of(there), asksWhy(here) && asksWhy(there));
	}

	private static boolean asksWhy(Reading reading) {
		return Questions.asked(reading).contains("why");
	}

}
