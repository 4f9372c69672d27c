package io.llmcache.sample.data;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * One question of a customer.
 *
 * @param text what the customer wrote, white space evened out
 * @param intent what the customer is after, as labelled in the data
 */
public record Question(String text, String intent) {

	private static final Pattern WHITE_SPACE = Pattern.compile("\\s+");

	public Question {
		text = WHITE_SPACE.matcher(text).replaceAll(" ").strip();
	}

	/**
	 * The text by which equal questions are recognised: white space and case aside.
	 * @param text a question
	 */
	public static String normalised(String text) {
		return WHITE_SPACE.matcher(text).replaceAll(" ").strip().toLowerCase(Locale.ROOT);
	}

}
