package io.llmcache.flight;

import io.llmcache.store.Entry;

/**
 * How a flight ended, for those who waited for it.
 */
public sealed interface Landing {

	/**
	 * With an answer.
	 *
	 * @param entry the answer, stored or not
	 * @param stale whether it is an old one, served because the model failed
	 */
	record Answered(Entry entry, boolean stale) implements Landing {

	}

	/**
	 * With a failure of the model, which all who waited share.
	 *
	 * @param error what it threw
	 */
	record Failed(Throwable error) implements Landing {

	}

	/**
	 * With an answer that cannot be handed on: everyone calls the model at once rather
	 * than one after the other.
	 */
	record Unshareable() implements Landing {

	}

	/** Without its leader, who was interrupted: one of those who waited leads on. */
	record Abandoned() implements Landing {

	}

	/** Not in time. */
	record Overdue() implements Landing {

	}

}
