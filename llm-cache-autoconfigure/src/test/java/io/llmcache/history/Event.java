package io.llmcache.history;

import org.jspecify.annotations.Nullable;

/**
 * Something that happened. All times are nanoseconds of the machine's monotonic clock,
 * which its processes share.
 */
sealed interface Event {

	/** The end of what has not ended, or of what nobody saw end. */
	long NEVER = Long.MAX_VALUE;

	/** When it happened, or began to. */
	long begin();

	/**
	 * A call of the cache.
	 *
	 * @param jvm who
	 * @param id names it within the history
	 * @param key what was asked for
	 * @param begin when it was called
	 * @param end when it returned
	 * @param outcome a cache outcome, {@link #FAILED} with the failure of a load,
	 * {@link #BROKEN} with anything else that was thrown; null when it has not ended
	 * @param answer what was returned or thrown
	 */
	record Call(String jvm, String id, Key key, long begin, long end, @Nullable String outcome,
			@Nullable String answer) implements Event {

		static final String FAILED = "FAILED";

		static final String BROKEN = "BROKEN";

	}

	/**
	 * An evict or a clear.
	 *
	 * @param jvm who
	 * @param id names it within the history
	 * @param what the key of an evict, the name of a cache or {@code *} of a clear
	 * @param begin when it was called
	 * @param end when it returned
	 * @param outcome what came of it; null when it has not ended
	 */
	record Removal(String jvm, String id, String what, long begin, long end,
			@Nullable String outcome) implements Event {

		/** Redis has certainly done it. */
		boolean isDone() {
			return "DONE".equals(this.outcome) || "ABSENT".equals(this.outcome);
		}

		boolean isEvict() {
			return this.what.indexOf('/') >= 0;
		}

		boolean concerns(Key key) {
			return this.what.equals("*") || this.what.equals(key.cache()) || this.what.equals(key.toString());
		}

	}

	/**
	 * A call of the model.
	 *
	 * @param jvm who
	 * @param value names the answer, or the failure
	 * @param call the call that loads; null for a refresh
	 * @param key what is loaded
	 * @param asked when the call that loads began; the least long for a refresh
	 * @param begin when the model was called
	 * @param end when it answered
	 * @param excuse why it was called without a lease; null for no such reason
	 */
	record Load(String jvm, String value, @Nullable String call, Key key, long asked, long begin, long end,
			@Nullable String excuse) implements Event {

	}

	/**
	 * Redis granted a lease.
	 *
	 * @param node the server
	 * @param jvm to whom; {@link Callers#UNKNOWN} when that is not known
	 * @param digest for what
	 * @param token the token it was granted for
	 * @param begin when
	 * @param life how long it lasts unless renewed
	 */
	record Grant(String node, String jvm, String digest, String token, long begin, long life) implements Event {

	}

	/**
	 * Redis prolonged a lease.
	 *
	 * @param node the server
	 * @param digest which
	 * @param begin when
	 * @param life how long it lasts from then on
	 */
	record Renewal(String node, String digest, long begin, long life) implements Event {

	}

	/**
	 * Redis removed a lease: released, used up, evicted or lost.
	 *
	 * @param node the server
	 * @param digest which
	 * @param begin when
	 */
	record Removed(String node, String digest, long begin) implements Event {

	}

	/**
	 * Redis stored an entry.
	 *
	 * @param node the server
	 * @param digest for what
	 * @param token of whom the store came
	 * @param value the answer in it
	 * @param begin when
	 */
	record Store(String node, String digest, String token, String value, long begin) implements Event {

	}

	/**
	 * Something done to the JVMs and the servers.
	 *
	 * @param kind what
	 * @param whom the JVM or the server
	 * @param begin when it began
	 * @param end when it was over
	 */
	record Upheaval(Kind kind, String whom, long begin, long end) implements Event {

		/** What can be done to them, as far as a history has to allow for it. */
		enum Kind {

			/** A JVM stood still. */
			JVM_PAUSED,

			/** A JVM was killed: what it had begun may or may not have happened. */
			JVM_KILLED,

			/** A server stood still; what it did then bears a later time. */
			REDIS_PAUSED,

			/** A server came back empty. */
			REDIS_EMPTIED,

			/** A replica took over; it may have missed what came last. */
			FAILED_OVER,

			/** What a server did was not seen. */
			UNSEEN,

			/** Nothing that allows for anything. */
			HARMLESS

		}

	}

}
