package io.llmcache.benchmarks;

import java.util.Random;

/**
 * Text of a given size that reads like a question or an answer: words, sentences, a line
 * break now and then. ASCII, so that a character is a byte. The same seed gives the same
 * text.
 */
final class Text {

	private static final String[] WORDS = ("account balance bank branch card cash charge cheque credit customer daily "
			+ "debit deposit exchange fee foreign fund limit loan mobile money order payment pending pin rate receipt "
			+ "refund statement support top transfer verify wallet when which why with your the a is of and to")
		.split(" ");

	private Text() {
	}

	/**
	 * A text.
	 * @param seed what makes it differ from others
	 * @param size its length
	 */
	static String of(long seed, int size) {
		Random random = new Random(seed);
		StringBuilder text = new StringBuilder(size + 16);
		for (int word = 1; text.length() < size; word++) {
			text.append(WORDS[random.nextInt(WORDS.length)]);
			text.append((word % 60 == 0) ? ".\n" : (word % 12 == 0) ? ". " : " ");
		}
		text.setLength(size);
		return text.toString();
	}

}
