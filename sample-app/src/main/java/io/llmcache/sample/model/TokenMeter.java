package io.llmcache.sample.model;

import java.util.concurrent.atomic.LongAdder;

/**
 * Adds tokens up. Thread-safe.
 */
public final class TokenMeter {

	private final LongAdder prompt = new LongAdder();

	private final LongAdder completion = new LongAdder();

	/**
	 * Adds tokens.
	 * @param tokens the tokens
	 */
	public void add(Tokens tokens) {
		this.prompt.add(tokens.prompt());
		this.completion.add(tokens.completion());
	}

	/**
	 * All tokens so far.
	 */
	public Tokens sum() {
		return new Tokens(this.prompt.sum(), this.completion.sum());
	}

}
