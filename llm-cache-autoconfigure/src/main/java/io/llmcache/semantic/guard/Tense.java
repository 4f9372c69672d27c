package io.llmcache.semantic.guard;

import java.util.Set;

/** The time that a question asks about, as its auxiliary tells. */
enum Tense {

	UNKNOWN, PAST, PRESENT, FUTURE;

	private static final Set<String> OPENING = Set.of("who", "what", "when", "where", "which", "how", "why", "whom");

	private static final Set<String> NOUN_FOLLOWS = Set.of("what", "which", "how");

	private static final int LONGEST_NOUN = 3;

	static Tense of(Reading reading) {
		for (int i = 0; i < reading.tokens().size(); i++) {
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
