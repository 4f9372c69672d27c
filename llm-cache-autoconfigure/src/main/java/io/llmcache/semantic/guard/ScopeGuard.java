package io.llmcache.semantic.guard;

import java.util.Set;

/**
 * For whom, how much of it, how often, and whether one may, should or must.
 */
final class ScopeGuard extends EnglishGuard {

	private static final Kinds KINDS = Kinds.ofForms("scope.txt");

	/** What is only told apart where all other words are equal. */
	private static final Kinds CLASSES = Kinds.ofStems("classes.txt");

	private static final Set<String> UNIVERSAL = Set.of("all", "every", "each", "whole", "entire", "everyone",
			"everybody", "everything", "both");

	private static final Set<String> PARTIAL = Set.of("one", "some", "any", "my", "our", "single", "only", "half",
			"most", "many", "few", "several", "none", "no", "this", "that", "just", "either", "another", "other");

	private static final Set<String> NEAR_UNIVERSAL = Set.of("various", "total", "complete", "full", "people", "person",
			"together", "overnight", "always", "thing", "anyone", "different", "possible", "available", "further",
			"additional", "extra", "good");

	@Override
	public String name() {
		return "scope";
	}

	@Override
	boolean differ(Reading here, Reading there) {
		return KINDS.differ(here, there) || asksOtherwise(here, there)
				|| Modality.of(here).contradicts(Modality.of(there)) || changes(Change.of(here, there));
	}

	private static boolean changes(Change change) {
		return KINDS.contrast(change.here(), change.there()) || CLASSES.contrast(change.here(), change.there())
				|| narrows(change.here(), change.there()) || narrows(change.there(), change.here())
				|| (change.oneForOne()
						&& (anyOrSome(change.here(), change.there()) || anyOrSome(change.there(), change.here())));
	}

	/** Any here, and there only those of one sort. */
	private static boolean anyOrSome(Reading here, Reading there) {
		Token other = there.tokens().get(0);
		return here.is(0, "any") && other.word() && other.content() && !nearlyAll(other);
	}

	/** All here, and there no more than some, or only those of one sort. */
	private static boolean narrows(Reading here, Reading there) {
		boolean universal = here.tokens().stream().anyMatch((token) -> UNIVERSAL.contains(token.text()))
				&& here.tokens().stream().allMatch((token) -> UNIVERSAL.contains(token.text()) || !token.content());
		return universal && there.tokens().stream().noneMatch(ScopeGuard::nearlyAll)
				&& there.tokens()
					.stream()
					.anyMatch((token) -> PARTIAL.contains(token.text()) || token.word() && token.content());
	}

	private static boolean nearlyAll(Token token) {
		return UNIVERSAL.contains(token.text()) || NEAR_UNIVERSAL.contains(token.stem())
				|| NEAR_UNIVERSAL.contains(token.text()) || token.text().endsWith("ly") && !token.is("only");
	}

	/** Different question words open the two. */
	private static boolean asksOtherwise(Reading here, Reading there) {
		Set<String> ours = Questions.asked(here);
		Set<String> theirs = Questions.asked(there);
		return !ours.isEmpty() && !theirs.isEmpty() && !ours.containsAll(theirs) && !theirs.containsAll(ours);
	}

}
