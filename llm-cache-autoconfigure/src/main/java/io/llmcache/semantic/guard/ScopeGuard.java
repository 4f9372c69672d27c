package io.llmcache.semantic.guard;

import java.util.Set;

/**
 * For whom, how much of it, how often, and whether one may, should or must.
 */
final class ScopeGuard extends EnglishGuard {

	private static final Kinds KINDS = new Kinds("scope.txt");

	@Override
	public String name() {
		return "scope";
	}

	@Override
	boolean differ(Reading here, Reading there) {
		return KINDS.differ(here, there) || asksOtherwise(here, there);
	}

	/** Different question words open the two. */
	private static boolean asksOtherwise(Reading here, Reading there) {
		Set<String> ours = Questions.asked(here);
		Set<String> theirs = Questions.asked(there);
		return !ours.isEmpty() && !theirs.isEmpty() && !ours.containsAll(theirs) && !theirs.containsAll(ours);
	}

}
