package io.llmcache.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * A way of asking a numbered question. Questions of different numbers are kept apart by
 * the product's guards, whatever their vectors; all wordings of a number ask the same.
 */
enum Wording {

	/** As the question was stored. */
	STORED("What is the balance of account %d at the end of the quarter?", false),

	TELL("Tell me the balance of account %d at the end of the quarter.", true),

	PLEASE("Please tell me the balance of account %d at the end of the quarter.", true),

	CAN_YOU("Can you tell me what the balance of account %d is at the end of the quarter?", true),

	COULD_YOU("Could you please tell me the balance of account %d at the end of the quarter?", true),

	HOW_HIGH("How high is the balance of account %d at the end of the quarter?", false),

	WHICH("Which balance does account %d have at the end of the quarter?", false),

	HOW_MUCH("How much money is in account %d at the end of the quarter?", false),

	WHAT_SUM("What sum is there in account %d at the end of the quarter?", false);

	private static final Pattern NUMBER = Pattern.compile("\\d+");

	private final String template;

	private final boolean sharesKey;

	Wording(String template, boolean sharesKey) {
		this.template = template;
		this.sharesKey = sharesKey;
	}

	/**
	 * The question.
	 * @param number its number
	 */
	String of(int number) {
		return this.template.replace("%d", Integer.toString(number));
	}

	/** Those whose canonical form is that of the stored question. */
	static List<Wording> withTheKey() {
		return Stream.of(values()).filter((wording) -> wording.sharesKey).toList();
	}

	/** Those that only a vector finds. */
	static List<Wording> byVector() {
		List<Wording> wordings = new ArrayList<>(List.of(values()));
		wordings.removeIf((wording) -> wording == STORED || wording.sharesKey);
		return wordings;
	}

	/**
	 * What was asked.
	 * @param text any text
	 * @return null when it is none of these questions
	 */
	static @Nullable Asked read(String text) {
		Matcher number = NUMBER.matcher(text);
		if (!number.find()) {
			return null;
		}
		String template = text.substring(0, number.start()) + "%d" + text.substring(number.end());
		for (Wording wording : values()) {
			if (wording.template.equals(template)) {
				return new Asked(Integer.parseInt(number.group()), wording);
			}
		}
		return null;
	}

	/**
	 * A question and how it was asked.
	 *
	 * @param number its number
	 * @param wording how it was asked
	 */
	record Asked(int number, Wording wording) {

		String text() {
			return this.wording.of(this.number);
		}

	}

}
