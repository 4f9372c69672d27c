package io.llmcache.benchmarks;

import java.util.Locale;

/**
 * What a figure is counted in, and how many decimals of it say something.
 */
enum Unit {

	MICROSECONDS("us", 2), ANSWERS("answers", 0),

	RATIO("x", 3), NANOSECONDS("ns", 0), MILLISECONDS("ms", 2), BYTES("B", 0), CALLS("calls", 0),
	COMMANDS_A_HIT("cmd/hit", 3), A_SECOND("/s", 0), PERCENT("%", 2), PAIRS("pairs", 0), ERRORS("errors", 0),
	KEYS("keys", 0), THREADS("threads", 0), CONNECTIONS("conns", 0);

	private final String symbol;

	private final int decimals;

	Unit(String symbol, int decimals) {
		this.symbol = symbol;
		this.decimals = decimals;
	}

	String symbol() {
		return this.symbol;
	}

	String format(double value) {
		return String.format(Locale.ROOT, "%." + this.decimals + "f", value);
	}

}
