package io.llmcache.semantic.guard;

/** Whether a question is about what may, should or must be done. */
enum Modality {

	NONE, MAY, SHOULD, MUST;

	static Modality of(Reading reading) {
		for (int i = 0; i < reading.tokens().size(); i++) {
			if (reading.is(i, "how", "why", "what", "where")) {
				return NONE;
			}
			Modality modality = (reading.is(i - 1, "when") && reading.is(i, "should")) ? NONE : at(reading, i);
			if (modality != NONE) {
				return modality;
			}
		}
		return NONE;
	}

	boolean contradicts(Modality other) {
		return this != NONE && other != NONE && this != other;
	}

	private static Modality at(Reading reading, int at) {
		if (reading.is(at, "can", "could", "may") && !reading.is(at + 1, "you", "someone", "anyone")
				|| reading.is(at, "allowed", "permitted", "able", "possible")) {
			return MAY;
		}
		if (reading.is(at, "should", "ought", "supposed", "recommended", "advisable")) {
			return SHOULD;
		}
		boolean asked = reading.is(at - 1, "i", "we") ? reading.is(at - 2, "do", "did", "will", "would") : at > 0;
		boolean must = reading.is(at, "must", "required", "mandatory", "obliged", "compulsory", "obligatory",
				"necessary") || (reading.is(at, "need", "needs", "have", "has") && reading.is(at + 1, "to"));
		return (must && (asked || reading.is(at, "must"))) ? MUST : NONE;
	}

}
