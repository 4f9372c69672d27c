package io.llmcache.semantic.guard;

import java.util.List;
import java.util.Set;

/**
 * One side says no, the other does not. Counts words that deny; two of them on one side
 * take each other back.
 */
final class NegationGuard extends EnglishGuard {

	private static final Set<String> WORDS = WordLists.words("negations.txt");

	private static final Set<String> DENIED = WordLists.words("negated-words.txt");

	private static final List<String> PREFIXES = List.of("un", "in", "im", "ir", "il", "non", "dis");

	private static final Set<String> ASKS = Set.of("how", "what", "why", "where", "when", "if", "whether", "which",
			"who");

	@Override
	public String name() {
		return "negation";
	}

	@Override
	boolean differ(Reading here, Reading there) {
		return (denials(here, there.stems()) + denials(there, here.stems())) % 2 != 0
				&& !(oneSideDenies(here, there) && AntonymsGuard.deniedOpposite(here, there));
	}

	/** Whether the words that only deny are odd in number. */
	static boolean oneSideDenies(Reading here, Reading there) {
		return (denials(here, Set.of()) + denials(there, Set.of())) % 2 != 0;
	}

	private static int denials(Reading reading, Set<String> otherStems) {
		int denials = 0;
		List<Token> tokens = reading.tokens();
		for (int i = 0; i < tokens.size(); i++) {
			Token token = tokens.get(i);
			if (WORDS.contains(token.text())) {
				denials += idle(reading, i) ? 0 : 1;
			}
			else if (token.word() && deniesAWordOf(otherStems, token)) {
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
			if (denies && text.length() > prefix.length() + 3 && text.startsWith(prefix)
					&& stems.contains(text.substring(prefix.length())) && !stems.contains(text)) {
				return true;
			}
		}
		return false;
	}

	private static boolean idle(Reading reading, int at) {
		Token token = reading.tokens().get(at);
		if (token.is("not")) {
			return reading.is(at + 1, "only", "just", "sure") && !notSureOf(reading, at)
					|| reading.is(at - 1, "or", "why", "if") && endsClause(reading, at) || inTag(reading, at)
					|| notKnowing(reading, at) || notFinding(reading, at) || notSureOf(reading, at)
					|| reading.is(at - 1, "or") && reading.is(at - 2, "whether");
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

	private static boolean endsClause(Reading reading, int at) {
		return at + 1 >= reading.tokens().size() || reading.tokens().get(at + 1).apart();
	}

}
