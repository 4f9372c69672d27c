package io.llmcache.observe;

import io.micrometer.common.docs.KeyName;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import io.micrometer.observation.docs.ObservationDocumentation;

/**
 * The observation of the cache, and the names it goes by.
 */
public enum LlmCacheDocumentation implements ObservationDocumentation {

	/**
	 * A call of a cached operation, from its arguments to its answer; the call of the
	 * model, if there is one, lies within.
	 */
	CALL {

		@Override
		public Class<? extends ObservationConvention<? extends Observation.Context>> getDefaultConvention() {
			return DefaultCallConvention.class;
		}

		@Override
		public KeyName[] getLowCardinalityKeyNames() {
			return CallKeys.values();
		}

	};

	/** Keys with few values: no prompt, argument, answer, tenant or digest. */
	public enum CallKeys implements KeyName {

		/** Name of the cache. */
		CACHE {

			@Override
			public String asString() {
				return "cache";
			}

		},

		/** What the caller got, or {@code failure}. */
		OUTCOME {

			@Override
			public String asString() {
				return "outcome";
			}

		},

		/** Why the cache was bypassed, or {@code none}. */
		REASON {

			@Override
			public String asString() {
				return "reason";
			}

		}

	}

}
