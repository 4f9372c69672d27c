package io.llmcache.observe;

import java.util.concurrent.atomic.AtomicBoolean;

import io.llmcache.CacheCall;
import io.llmcache.intercept.CallObserver;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An observation around each call. A convention or handler that fails costs the
 * observation, not the call.
 */
public final class CallObservations implements CallObserver {

	private static final Logger logger = LoggerFactory.getLogger(CallObservations.class);

	private final AtomicBoolean told = new AtomicBoolean();

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
		try {
			CallContext context = new CallContext(cache, operation);
			Observation observation = Observation.start(this.convention, () -> context, this.registry);
			return observation.isNoop() ? Observed.NOTHING : new Span(context, observation);
		}
		catch (RuntimeException ex) {
			failed(ex);
			return Observed.NOTHING;
		}
	}

	/** Not its message: it may quote the failure of a load. */
	private void failed(RuntimeException ex) {
		if (this.told.compareAndSet(false, true)) {
			logger.warn("A call could not be observed: {}. Further ones like this are not logged.",
					ex.getClass().getName());
		}
	}

	private final class Span implements Observed {

		private final CallContext context;

		private final Observation observation;

		/** Only around the model: a hit does nothing that could be part of it. */
		private Observation.@Nullable Scope scope;

		Span(CallContext context, Observation observation) {
			this.context = context;
			this.observation = observation;
		}

		@Override
		public void beforeLoad() {
			try {
				this.scope = this.observation.openScope();
			}
			catch (RuntimeException ex) {
				failed(ex);
			}
		}

		@Override
		public void end(CacheCall<?> call) {
			this.context.end(call);
			stop(null);
		}

		@Override
		public void fail(Throwable error) {
			stop(error);
		}

		private void stop(@Nullable Throwable error) {
			try (Observation.Scope ignored = this.scope) {
				if (error != null) {
					this.observation.error(error);
				}
			}
			catch (RuntimeException ex) {
				failed(ex);
			}
			try {
				this.observation.stop();
			}
			catch (RuntimeException ex) {
				failed(ex);
			}
		}

	}

}
