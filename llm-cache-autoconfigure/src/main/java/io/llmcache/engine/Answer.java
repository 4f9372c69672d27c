package io.llmcache.engine;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What the model said, encoded.
 *
 * @param payload the encoded answer; null for an answer of null, and when it cannot be
 * handed on
 * @param use what may be done with it
 * @param took how long the model took
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Answer(byte @Nullable [] payload, Use use, Duration took) {

	/** What may be done with an answer. */
	public enum Use {

		/** It is stored and handed to those who wait. */
		STORE,

		/** It is handed to those who wait but not stored. */
		SHARE,

		/** It has no encoded form: the caller alone gets it. */
		KEEP

	}

}
