package io.llmcache.actuate;

import java.util.List;
import java.util.function.Supplier;

import io.llmcache.store.Concern;
import io.llmcache.store.ResponseStore;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/**
 * Whether the cache has its Redis. An application without its cache is slower and dearer,
 * not broken: by default the answer is UNKNOWN, which takes nothing down. What an
 * operator should mend about Redis is told beside it and changes nothing. Asks nobody, so
 * it neither blocks nor throws.
 */
public final class LlmCacheHealthIndicator extends AbstractHealthIndicator {

	private final ResponseStore store;

	private final Supplier<List<Concern>> concerns;

	private final boolean downWhenUnavailable;

	/**
	 * An indicator.
	 * @param store knows whether Redis answers
	 * @param concerns what an operator should mend
	 * @param downWhenUnavailable whether to say DOWN when it does not
	 */
	public LlmCacheHealthIndicator(ResponseStore store, Supplier<List<Concern>> concerns, boolean downWhenUnavailable) {
		super("The health of the LLM cache could not be told");
		this.store = store;
		this.concerns = concerns;
		this.downWhenUnavailable = downWhenUnavailable;
	}

	@Override
	protected void doHealthCheck(Health.Builder builder) {
		if (this.store.isAvailable()) {
			builder.up();
		}
		else {
			builder.status(this.downWhenUnavailable ? Status.DOWN : Status.UNKNOWN)
				.withDetail("reason", "Redis does not answer; calls go to the model");
		}
		List<Concern> concerns = this.concerns.get();
		if (!concerns.isEmpty()) {
			builder.withDetail("concerns", Concern.texts(concerns));
		}
	}

}
