package io.llmcache.flight;

import io.llmcache.CacheOutcome;
import io.llmcache.SemanticMatch;
import io.llmcache.store.Entry;
import org.jspecify.annotations.Nullable;

/**
 * How a flight ended, for those who waited for it.
 */
public sealed interface Landing {

	/**
	 * With an answer.
	 *
	 * @param entry the answer, stored or not
	 * @param outcome what it is to those who waited
	 * @param match whose answer it is, when it is that of another question; null for its
	 * own
	 */
	record Answered(Entry entry, CacheOutcome outcome, @Nullable SemanticMatch match) implements Landing {

		/**
		 * With the answer of a load, or one stored meanwhile.
		 * @param entry the answer
		 */
		public static Answered loaded(Entry entry) {
			return new Answered(entry, CacheOutcome.COALESCED, null);
		}

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
