package io.llmcache.observe;

import io.llmcache.CacheCall;
import io.llmcache.intercept.CallObserver;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;

/**
 * An observation around each call.
 */
public final class CallObservations implements CallObserver {

	private final ObservationRegistry registry;

	private final CallConvention convention;

	/**
	 * Observations in a registry.
	 * @param registry where
	 * @param convention names them
	 */
	public CallObservations(ObservationRegistry registry, CallConvention convention) {
		this.registry = registry;
		this.convention = convention;
	}

	@Override
	public Observed begin(String cache, String operation) {
		if (this.registry.isNoop()) {
			return Observed.NOTHING;
		}
		CallContext context = new CallContext(cache, operation);
		Observation observation = Observation.start(this.convention, () -> context, this.registry);
		return observation.isNoop() ? Observed.NOTHING : new Span(context, observation);
	}

	private static final class Span implements Observed {

		private final CallContext context;

		private final Observation observation;

		private final Observation.Scope scope;

		Span(CallContext context, Observation observation) {
			this.context = context;
			this.observation = observation;
			this.scope = observation.openScope();
		}

		@Override
		public void end(CacheCall<?> call) {
			this.context.end(call);
			stop();
		}

		@Override
		public void fail(Throwable error) {
			this.observation.error(error);
			stop();
		}

		private void stop() {
			this.scope.close();
			this.observation.stop();
		}

	}

}
