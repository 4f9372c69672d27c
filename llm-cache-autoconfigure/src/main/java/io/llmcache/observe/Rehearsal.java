package io.llmcache.observe;

import io.llmcache.CacheCall;
import io.llmcache.CacheOutcome;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;

/**
 * Observes a call that nobody makes, with meters that nobody reads. The classes that
 * Micrometer loads for its first observation would make up most of the first hit.
 */
public final class Rehearsal implements Runnable {

	private static final String NOBODYS = "rehearsal";

	@Override
	public void run() {
		SimpleMeterRegistry meters = new SimpleMeterRegistry();
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(new DefaultMeterObservationHandler(meters));
		new CallObservations(registry, new DefaultCallConvention()).begin(NOBODYS, NOBODYS)
			.end(new CacheCall<>(null, CacheOutcome.EXACT_HIT, null, null, null, null, null));
		meters.close();
	}

}
