package io.llmcache.sample.model;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.StringUtils;

/**
 * Which model answers.
 *
 * @param apiKey Key of an OpenAI-compatible service. Without key and address the demo
 * model answers.
 * @param baseUrl Address of an OpenAI-compatible service, 'http://localhost:11434/v1' for
 * an Ollama nearby.
 * @param name Name of the model; part of the cache's key.
 * @param timeout How long an answer of the service is waited for.
 * @param latency How long the demo model takes.
 * @param price What tokens are reckoned to cost.
 */
@ConfigurationProperties("desk.model")
public record ModelProperties(@Nullable String apiKey, @Nullable String baseUrl, @DefaultValue("demo") String name,
		@DefaultValue("30s") Duration timeout, @DefaultValue Latency latency, @DefaultValue Price price) {

	/**
	 * Whether a model elsewhere is to answer.
	 */
	public boolean remote() {
		return StringUtils.hasText(this.apiKey) || StringUtils.hasText(this.baseUrl);
	}

	/** Leaves the key out. */
	@Override
	public String toString() {
		return "ModelProperties[name=" + this.name + ", remote=" + remote() + "]";
	}

	/**
	 * How long the demo model takes; the same question always takes the same time.
	 *
	 * @param min The shortest time.
	 * @param max The longest time.
	 */
	public record Latency(@DefaultValue("800ms") Duration min, @DefaultValue("2s") Duration max) {

		public Latency {
			if (min.isNegative() || max.compareTo(min) < 0) {
				throw new IllegalArgumentException("desk.model.latency.max must not be below desk.model.latency.min");
			}
		}

		/**
		 * The time that a question takes.
		 * @param question the question
		 */
		Duration of(String question) {
			// Multiplied, because hash codes of like texts lie close together.
			double share = ((question.hashCode() * 0x9E3779B9) >>> 1) / (double) Integer.MAX_VALUE;
			return this.min.plusNanos((long) (this.max.minus(this.min).toNanos() * share));
		}

	}

	/**
	 * What tokens are reckoned to cost.
	 *
	 * @param input Price of a million tokens read.
	 * @param output Price of a million tokens written.
	 * @param currency The currency, as an ISO 4217 code.
	 */
	public record Price(@DefaultValue("0.25") double input, @DefaultValue("2.00") double output,
			@DefaultValue("USD") String currency) {

		/**
		 * The cost of tokens.
		 * @param tokens the tokens
		 */
		public double of(Tokens tokens) {
			return (tokens.prompt() * this.input + tokens.completion() * this.output) / 1_000_000;
		}

	}

}
