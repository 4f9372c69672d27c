package io.llmcache.semantic.guard;

import java.util.List;
import java.util.Set;

/** The time that a question asks about, as its auxiliary tells. */
enum Tense {

	UNKNOWN, PAST, PRESENT, FUTURE;

	private static final Set<String> OPENING = Set.of("who", "what", "when", "where", "which", "how", "why", "whom");

	private static final Set<String> NOUN_FOLLOWS = Set.of("what", "which", "how");

	private static final int LONGEST_NOUN = 3;

	private static final Set<String> PRESENT_FORMS = Set.of("is", "are", "am", "do", "does", "has", "have");

	private static final Set<String> PAST_FORMS = Set.of("was", "were", "did", "had");

	private static final Set<String> TO_COME = Set.of("will", "shall", "going", "soon", "coming", "upcoming");

	private static final Set<String> OVER = Set.of("was", "were", "did", "had", "been", "gone", "done", "ago",
			"passed");

	/** Before a participle, or where the word is none of a verb. */
	private static final Set<String> NO_SUBJECT = Set.of("is", "are", "am", "was", "were", "be", "been", "being", "has",
			"have", "had", "get", "gets", "got", "getting", "a", "an", "the", "my", "your", "our", "their", "his",
			"her", "its", "of", "to", "in", "on", "at", "for", "with", "without", "by", "from", "and", "or", "as", "do",
			"does", "did", "can", "could", "will", "would", "should", "may", "might", "must", "not");

	private static final Set<String> SUBJECTS = Set.of("i", "we", "you", "they", "who", "which", "that", "people",
			"men", "women", "children", "police", "both", "all", "most", "many", "some");

	/** Verbs whose past is but politer. */
	private static final Set<String> POLITE = Set.of("want", "need", "wonder", "hope", "think", "wish", "like", "plan",
			"look", "try", "hear", "read", "see", "find", "use");

	static Tense of(Reading reading) {
		for (int i = 0; i < reading.tokens().size(); i++) {
			if (asksOfAnyTime(reading, i)) {
				return UNKNOWN;
			}
			Token token = reading.tokens().get(i);
			if (token.opens() && at(reading, i) != UNKNOWN) {
				return at(reading, i);
			}
			if (OPENING.contains(token.text())) {
				int reach = NOUN_FOLLOWS.contains(token.text()) ? LONGEST_NOUN : 1;
				for (int next = i + 1; next <= i + reach; next++) {
					if (at(reading, next) != UNKNOWN) {
						return at(reading, next);
					}
					if (reading.is(next, "i", "you", "we", "it", "to", "can", "should", "could", "would")) {
						break;
					}
				}
			}
		}
		return UNKNOWN;
	}

	/**
	 * <i>What is the reason</i> that it is, was or will be; <i>is that true?</i> of what
	 * was.
	 */
	private static boolean asksOfAnyTime(Reading reading, int at) {
		if (reading.is(at, "is")) {
			return reading.is(at + 1, "that", "this", "it")
					&& reading.is(at + 2, "true", "right", "correct", "so", "false");
		}
		return reading.is(at, "what") && reading.is(at + 1, "is", "was", "are", "were") && reading.is(at + 2, "the")
				&& (reading.is(at + 3, "reason", "reasons", "cause", "causes", "explanation")
						|| reading.is(at + 4, "which", "when", "that", "who", "where")
						|| reading.is(at + 5, "which", "who"));
	}

	/**
	 * The present may mean the future, except of who somebody is; and who asks why may
	 * mean what is past or still is.
	 */
	boolean contradicts(Tense other, boolean why, boolean who) {
		if (this == UNKNOWN || other == UNKNOWN || this == other) {
			return false;
		}
		boolean past = this == PAST || other == PAST;
		boolean future = this == FUTURE || other == FUTURE;
		return past ? (future || !why) : who;
	}

	/**
	 * Whether one verb stands in the past and in the present, where all else is equal.
	 * Who asks why may mean what is past or still is.
	 */
	static boolean changes(Change change, boolean why) {
		if (change.inflected().size() == 1 && change.here().tokens().isEmpty() && change.there().tokens().isEmpty()) {
			Change.Inflected verb = change.inflected().get(0);
			return inThePast(verb.here(), verb.there(), verb.before(), why)
					|| inThePast(verb.there(), verb.here(), verb.before(), why);
		}
		if (!change.oneForOne() || POLITE.contains(Lexicon.stem(change.after()))) {
			return false;
		}
		String here = change.here().tokens().get(0).text();
		String there = change.there().tokens().get(0).text();
		return !why && (PAST_FORMS.contains(here) && PRESENT_FORMS.contains(there)
				|| PRESENT_FORMS.contains(here) && PAST_FORMS.contains(there));
	}

	/**
	 * Whether the words that are exchanged speak of what is to come or goes on in the one
	 * text, and of what is over in the other: will be shipped, has been shipped.
	 */
	static boolean turns(Change change) {
		// Broke and is broken are both of what is over.
		List<Change.Inflected> verbs = change.inflected()
			.stream()
			.filter((verb) -> isPresent(verb.here()) || isPresent(verb.there()))
			.toList();
		Tense here = in(change.here().tokens(), verbs.stream().map(Change.Inflected::here).toList());
		Tense there = in(change.there().tokens(), verbs.stream().map(Change.Inflected::there).toList());
		return here == FUTURE && there == PAST || here == PAST && there == FUTURE;
	}

	private static boolean isPresent(Token verb) {
		return verb.text().equals(verb.stem()) || verb.text().endsWith("ing") || verb.text().endsWith("s");
	}

	private static Tense in(List<Token> words, List<Token> inflected) {
		boolean future = false;
		boolean past = false;
		for (Token word : words) {
			future |= TO_COME.contains(word.text());
			past |= OVER.contains(word.text());
		}
		for (Token word : inflected) {
			future |= word.text().endsWith("ing");
			past |= OVER.contains(word.text()) || (Lexicon.isPast(word.text()) && !POLITE.contains(word.stem()));
		}
		return (future == past) ? UNKNOWN : future ? FUTURE : PAST;
	}

	private static boolean inThePast(Token past, Token present, String before, boolean why) {
		if (PAST_FORMS.contains(past.text()) || PRESENT_FORMS.contains(past.text())) {
			return !why && PAST_FORMS.contains(past.text()) && PRESENT_FORMS.contains(present.text());
		}
		return Lexicon.isPast(past.text()) && !Lexicon.isPast(present.text()) && !present.text().endsWith("ing")
				&& !POLITE.contains(past.stem()) && (present.text().endsWith("s") ? !NO_SUBJECT.contains(before)
						: before.endsWith("s") && !NO_SUBJECT.contains(before) || SUBJECTS.contains(before));
	}

	private static Tense at(Reading reading, int at) {
		if (reading.is(at, "did", "was", "were", "had")) {
			return PAST;
		}
		if (reading.is(at + 1, "there") || (reading.is(at, "will") && reading.is(at + 1, "not"))) {
			return UNKNOWN;
		}
		if (reading.is(at, "will", "shall") || reading.is(at, "is", "are", "am")
				&& (reading.is(at + 1, "going") || reading.is(at + 2, "going") || reading.is(at + 3, "going"))) {
			return FUTURE;
		}
		return reading.is(at, "do", "does", "is", "are", "am") ? PRESENT : UNKNOWN;
	}

}
