package io.llmcache.semantic.guard;

import java.util.Set;

/**
 * For whom, how much of it, how often, and whether one may, should or must.
 */
final class ScopeGuard extends EnglishGuard {

	private static final Kinds KINDS = Kinds.ofForms("scope.txt");

	@Override
	public String name() {
		return "scope";
	}

	@Override
	boolean differ(Reading here, Reading there) {
		return KINDS.differ(here, there) || asksOtherwise(here, there)
				|| Modality.of(here).contradicts(Modality.of(there));
	}

	/** Different question words open the two. */
	private static boolean asksOtherwise(Reading here, Reading there) {
		Set<String> ours = Questions.asked(here);
		Set<String> theirs = Questions.asked(there);
		return !ours.isEmpty() && !theirs.isEmpty() && !ours.containsAll(theirs) && !theirs.containsAll(ours);
	}

}
