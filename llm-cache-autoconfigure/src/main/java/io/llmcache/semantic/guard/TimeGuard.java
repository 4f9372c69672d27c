package io.llmcache.semantic.guard;

/**
 * Another day, month, season or time of day, or the past for the present or the future.
 */
final class TimeGuard extends EnglishGuard {

	private static final Kinds KINDS = new Kinds("time.txt");

	@Override
	public String name() {
		return "time";
	}

	@Override
	boolean differ(Reading here, Reading there) {
		return KINDS.differ(here, there) || Tense.of(here).contradicts(Tense.of(there));
	}

	/**
	 * The tenses that auxiliaries tell.
	 *
	 * @param past as of <i>did</i> and <i>was</i>
	 * @param present as of <i>do</i> and <i>is</i>
	 * @param future as of <i>will</i>
	 */
	private record Tense(boolean past, boolean present, boolean future, boolean who) {

		static Tense of(Reading reading) {
			boolean past = false;
			boolean present = false;
			boolean future = false;
			boolean who = false;
			for (int i = 0; i < reading.tokens().size(); i++) {
				past |= reading.is(i, "did", "were", "was", "had") && !reading.is(i - 1, "if") || (reading.is(i, "used")
						&& reading.is(i + 1, "to") && !reading.is(i - 1, "is", "are", "be", "get"));
				present |= reading.is(i, "do", "does", "is", "are", "am", "has", "have");
				future |= reading.is(i, "will", "shall") || reading.is(i, "going") && reading.is(i + 1, "to");
				who |= reading.is(i, "who");
			}
			return new Tense(past, present, future, who);
		}

		boolean contradicts(Tense other) {
			return backwards(other) || other.backwards(this);
		}

		private boolean backwards(Tense other) {
			boolean onlyPast = this.past && !this.present && !this.future;
			return onlyPast && !other.past && (other.present || other.future)
					|| this.who && this.future && !this.present && !other.future && other.present;
		}

	}

}
