package io.llmcache.semantic.guard;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One side says no, the other does not. Counts words that deny; two of them on one side
 * take each other back.
 */
final class NegationGuard extends EnglishGuard {

	private static final Set<String> WORDS = WordLists.words("negations.txt");

	private static final Set<String> DENIED = WordLists.words("negated-words.txt");

	private static final List<String> PREFIXES = List.of("un", "in", "im", "ir", "il", "non", "dis", "mis", "anti",
			"ab", "a");

	private static final Set<String> FAILING = stems("fail", "neglect", "decline", "omit", "forget", "refuse");

	/** Words that deny the rest of a sentence, where it is equal otherwise. */
	private static final Set<String> DENYING = stems("stop", "quit", "cease", "avoid", "prevent", "refuse", "fail",
			"decline", "neglect", "omit", "skip", "forget", "deny", "lack", "miss", "forbid", "ban", "prohibit",
			"exclude", "reject", "ignore", "free", "non", "unable", "hate", "dislike", "oppose", "pretend", "resist",
			"hesitate", "anti", "false", "fake", "wrong");

	/** Words that mean with such a prefix what they mean without. */
	private static final Set<String> SAME_WITH_PREFIX = stems("inflammable", "inhabitable", "invaluable", "unloosen",
			"disassociate", "irregardless", "unravel");

	private static final Set<String> ASKS = Set.of("how", "what", "why", "where", "when", "if", "whether", "which",
			"who");

	@Override
	public String name() {
		return "negation";
	}

	@Override
	boolean differ(Reading here, Reading there) {
		Change change = Change.of(here, there);
		if (deniesAll(change.here(), change.there()) || deniesAll(change.there(), change.here())) {
			return true;
		}
		int denials = denials(here, there.stems(), change.there().stems())
				+ denials(there, here.stems(), change.here().stems());
		return denials % 2 != 0 && !(oneSideDenies(here, there) && AntonymsGuard.deniedOpposite(here, there));
	}

	/** Whether the words that only deny are odd in number. */
	static boolean oneSideDenies(Reading here, Reading there) {
		return (denials(here, Set.of(), Set.of()) + denials(there, Set.of(), Set.of())) % 2 != 0;
	}

	/**
	 * Whether the words that one side has more deny what both say: <i>stop sending</i>
	 * against <i>send</i>.
	 */
	private static boolean deniesAll(Reading more, Reading other) {
		long denying = more.tokens().stream().filter((token) -> DENYING.contains(token.stem())).count();
		return denying % 2 != 0 && Change.content(more).stream().allMatch(DENYING::contains)
				&& Change.content(other).isEmpty()
				&& other.tokens().stream().noneMatch((token) -> WORDS.contains(token.text()))
				&& more.tokens().stream().noneMatch((token) -> WORDS.contains(token.text()));
	}

	/**
	 * How often a text says no.
	 * @param otherStems what the other says
	 * @param changed what the other says in the place of something else
	 */
	private static int denials(Reading reading, Set<String> otherStems, Set<String> changed) {
		int denials = 0;
		List<Token> tokens = reading.tokens();
		for (int i = 0; i < tokens.size(); i++) {
			Token token = tokens.get(i);
			if (WORDS.contains(token.text())) {
				denials += idle(reading, i) ? 0 : 1;
			}
			else if (isFreeOf(reading, i, otherStems)) {
				denials++;
			}
			else if (failsTo(reading, i) && !otherStems.contains(token.stem())) {
				denials++;
			}
			else if (token.word() && (deniesAWordOf(otherStems, token) || deniesAnyOf(changed, token))) {
				denials++;
			}
		}
		return denials;
	}

	/** As <i>unlocked</i> does where the other side says <i>locked</i>. */
	private static boolean deniesAWordOf(Set<String> stems, Token token) {
		for (String prefix : PREFIXES) {
			String text = token.stem();
			boolean denies = prefix.equals("un") || DENIED.contains(token.text());
			if (denies && text.length() > prefix.length() + 2 && text.startsWith(prefix)
					&& stems.contains(text.substring(prefix.length())) && !stems.contains(text)) {
				return true;
			}
		}
		return false;
	}

	/** As <i>inactive</i> does where the other side says <i>active</i> in its place. */
	private static boolean deniesAnyOf(Set<String> changed, Token token) {
		String text = token.stem();
		if (changed.contains(text)) {
			return false;
		}
		if (text.length() > 6 && text.endsWith("less")) {
			String bare = text.substring(0, text.length() - 4);
			return changed.contains(Lexicon.stem(bare)) || changed.contains(bare + "ful")
					|| changed.contains(bare + "y");
		}
		return PREFIXES.stream()
			.anyMatch((prefix) -> prefix.length() > 1 && text.length() > prefix.length() + 2 && text.startsWith(prefix)
					&& changed.contains(text.substring(prefix.length())) && !SAME_WITH_PREFIX.contains(text));
	}

	/** <i>Peat-free</i>, where the other side says <i>without peat</i>. */
	private static boolean isFreeOf(Reading reading, int at, Set<String> otherStems) {
		return reading.is(at, "free") && at > 0 && reading.tokens().get(at - 1).content()
				&& otherStems.contains(reading.tokens().get(at - 1).stem()) && !otherStems.contains("free");
	}

	/** <i>Fail to pass</i>, <i>refuse to pay</i>. */
	private static boolean failsTo(Reading reading, int at) {
		return reading.is(at + 1, "to") && FAILING.contains(reading.tokens().get(at).stem());
	}

	private static boolean idle(Reading reading, int at) {
		Token token = reading.tokens().get(at);
		if (token.is("not")) {
			return reading.is(at + 1, "only", "just", "sure") && !notSureOf(reading, at)
					|| reading.is(at - 1, "or", "why", "if") && endsClause(reading, at) || inTag(reading, at)
					|| notKnowing(reading, at) || notFinding(reading, at) || notSureOf(reading, at)
					|| reading.is(at - 1, "or") && reading.is(at - 2, "whether") || inTagAfterOr(reading, at);
		}
		if (token.is("no")) {
			return reading.is(at + 1, "matter", "idea", "problem", "thanks", "worries", "one")
					&& !reading.is(at + 1, "one") || numbersSomething(reading, at);
		}
		return token.is("nor") && neitherBefore(reading, at);
	}

	private static boolean numbersSomething(Reading reading, int at) {
		return at + 1 < reading.tokens().size() && reading.tokens().get(at + 1).number();
	}

	private static boolean neitherBefore(Reading reading, int at) {
		for (int i = Math.max(0, at - 20); i < at; i++) {
			if (reading.is(i, "neither", "not")) {
				return true;
			}
		}
		return false;
	}

	/** <i>I do not know how to</i> asks how to. */
	private static boolean notKnowing(Reading reading, int at) {
		return reading.is(at - 1, "do", "can", "could", "does") && reading.is(at - 2, "i", "we")
				&& reading.is(at + 1, "know", "understand", "remember", "recall", "see", "get", "find")
				&& at + 2 < reading.tokens().size() && ASKS.contains(reading.tokens().get(at + 2).text());
	}

	/** <i>I cannot find it</i> asks where it is. */
	private static boolean notFinding(Reading reading, int at) {
		int verb = at + 1;
		while (reading.is(verb, "able", "to", "seem")) {
			verb++;
		}
		return reading.is(at - 2, "i", "we") && reading.is(at - 1, "can", "could", "do", "am", "are")
				&& reading.is(verb, "find", "see", "locate", "figure");
	}

	private static boolean notSureOf(Reading reading, int at) {
		return reading.is(at + 1, "sure", "certain", "clear") && at + 2 < reading.tokens().size()
				&& ASKS.contains(reading.tokens().get(at + 2).text());
	}

	/** <i>Is it not?</i> or <i>does it not?</i> at the end. */
	private static boolean inTag(Reading reading, int at) {
		boolean inverted = reading.is(at - 1, "it", "they", "he", "she", "we", "you", "that", "i")
				&& endsClause(reading, at);
		boolean plain = at > 0 && reading.tokens().get(at - 1).apart()
				&& reading.is(at - 1, "is", "are", "do", "does", "did", "can", "will", "would", "should", "was")
				&& reading.is(at + 1, "it", "they", "he", "she", "we", "you", "that", "i")
				&& endsClause(reading, at + 1);
		return plain || (inverted && at > 1 && reading.tokens().get(at - 2).apart());
	}

	private static Set<String> stems(String... words) {
		return Arrays.stream(words).map(Lexicon::stem).collect(Collectors.toUnmodifiableSet());
	}

	/** <i>Is it a planet, or is it not?</i> */
	private static boolean inTagAfterOr(Reading reading, int at) {
		return reading.is(at - 2, "or") && reading.is(at + 1, "it", "they", "he", "she", "we", "you", "that", "i")
				&& endsClause(reading, at + 1)
				|| reading.is(at - 3, "or") && reading.is(at - 1, "it", "they", "he", "she", "we", "you", "that", "i")
						&& endsClause(reading, at);
	}

	private static boolean endsClause(Reading reading, int at) {
		return at + 1 >= reading.tokens().size() || reading.tokens().get(at + 1).apart();
	}

}
