package io.llmcache.semantic.guard;

/**
 * Each side names another thing of one kind: another colour, animal, dish, organ, file
 * format, contract. Or they name two things that no list knows, in the same place of the
 * same words.
 */
final class KindsGuard extends EnglishGuard {

	private static final Kinds KINDS = Kinds.ofStems("kinds.txt");

	@Override
	public String name() {
		return "kinds";
	}

	@Override
	boolean differ(Reading here, Reading there) {
		return KINDS.differ(here, there) || Replacement.differs(here, there);
	}

}
