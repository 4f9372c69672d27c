package io.llmcache.observe;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Names the observation of a call; a bean of this type replaces the default.
 */
public interface CallConvention extends ObservationConvention<CallContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof CallContext;
	}

}
