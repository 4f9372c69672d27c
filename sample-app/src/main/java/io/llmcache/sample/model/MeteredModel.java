package io.llmcache.sample.model;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts what is asked of a model: the bill, call by call. Thread-safe.
 */
public final class MeteredModel implements LanguageModel {

	private final LanguageModel model;

	private final AtomicLong calls = new AtomicLong();

	private final TokenMeter tokens = new TokenMeter();

	/**
	 * Meters a model.
	 * @param model the model
	 */
	public MeteredModel(LanguageModel model) {
		this.model = model;
	}

	@Override
	public String name() {
		return this.model.name();
	}

	@Override
	public Reply reply(String question) {
		// Counted first: a provider may charge for a call that fails.
		this.calls.incrementAndGet();
		Reply reply = this.model.reply(question);
		this.tokens.add(reply.tokens());
		return reply;
	}

	/**
	 * Number of calls, failed ones included.
	 */
	public long calls() {
		return this.calls.get();
	}

	/**
	 * Tokens of all answers.
	 */
	public Tokens tokens() {
		return this.tokens.sum();
	}

}
