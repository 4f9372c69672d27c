package io.llmcache.sample.model;

import java.time.Duration;
import java.util.Map;

import io.llmcache.sample.model.ModelProperties.Latency;

/**
 * A model without key or network: finds out what the customer is after and gives the
 * reply written for that, as slowly as a real model. To anything else it says that it
 * does not know, but for a few capitals. The same question gets the same reply after the
 * same time. Thread-safe.
 */
final class DemoModel implements LanguageModel {

	static final String GENERIC_REPLY = """
			I am a demonstration with answers to 77 everyday banking questions, and I cannot match yours to one of \
			them with confidence, so I would rather not guess. Please try other words, or ask about cards, transfers, \
			top-ups, fees, exchange rates or your account.""";

	private final Intents intents;

	private final Map<String, String> replies;

	private final Latency latency;

	DemoModel(Intents intents, Map<String, String> replies, Latency latency) {
		this.intents = intents;
		this.replies = Map.copyOf(replies);
		this.latency = latency;
	}

	@Override
	public String name() {
		return "demo";
	}

	@Override
	public Reply reply(String question) {
		pause(this.latency.of(question));
		String text = Capitals.reply(question)
			.or(() -> this.intents.of(question).map(this.replies::get))
			.orElse(GENERIC_REPLY);
		return new Reply(text, Tokens.estimate(question, text));
	}

	private static void pause(Duration time) {
		try {
			Thread.sleep(time.toMillis());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new ModelException("Interrupted while the model was thinking", ex);
		}
	}

}
