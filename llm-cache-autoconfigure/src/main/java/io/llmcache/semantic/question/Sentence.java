package io.llmcache.semantic.question;

import java.util.Arrays;
import java.util.List;

/**
 * The words of one sentence while rules rewrite it: a window on an array, so that taking
 * words off either end costs nothing. Counts its steps.
 */
final class Sentence {

	/** How often rules may rewrite a sentence without making it shorter. */
	static final int PATIENCE = 8;

	/** How many words a rule may add at the front. */
	static final int GROWTH = 2;

	private static final int SPARE = PATIENCE * GROWTH;

	private final String[] words;

	private int start = SPARE;

	private int end;

	private final boolean aboutWords;

	private long steps;

	/**
	 * Takes the words of a sentence.
	 * @param words at least one
	 * @param aboutWords whether words themselves are talked about, so that the last ones
	 * may be no courtesy
	 */
	Sentence(List<String> words, boolean aboutWords) {
		this.aboutWords = aboutWords;
		this.words = new String[SPARE + words.size()];
		for (String word : words) {
			this.words[SPARE + this.end++] = word;
		}
		this.end += SPARE;
	}

	boolean isAboutWords() {
		return this.aboutWords;
	}

	int size() {
		return this.end - this.start;
	}

	String word(int index) {
		this.steps++;
		return this.words[this.start + index];
	}

	String wordFromEnd(int index) {
		return word(size() - 1 - index);
	}

	/** Puts other words in the place of the first ones. */
	void replaceFirst(int count, List<String> replacement) {
		this.start += count - replacement.size();
		for (int i = 0; i < replacement.size(); i++) {
			this.words[this.start + i] = replacement.get(i);
		}
		this.steps += replacement.size();
	}

	/** Puts as many or fewer other words in the place of the last ones. */
	void replaceLast(int count, List<String> replacement) {
		this.end -= count;
		for (String word : replacement) {
			this.words[this.end++] = word;
		}
		this.steps += replacement.size();
	}

	/** Moves a word forward; those it passes step back. */
	void move(int from, int to) {
		String moved = word(from);
		System.arraycopy(this.words, this.start + to, this.words, this.start + to + 1, from - to);
		this.words[this.start + to] = moved;
		this.steps += from - to;
	}

	List<String> words() {
		return Arrays.asList(this.words).subList(this.start, this.end);
	}

	long steps() {
		return this.steps;
	}

}
