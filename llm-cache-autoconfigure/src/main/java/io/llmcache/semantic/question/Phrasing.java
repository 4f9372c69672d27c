package io.llmcache.semantic.question;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * One way to word a pattern, without alternatives: words at the front, words at the back,
 * and anything between them where it has a gap.
 *
 * @param front the first words
 * @param gap whether other words may stand between front and back; without a gap the
 * front is the whole sentence
 * @param next what the first word of the gap has to be
 * @param verbs words of which the first in the gap moves to the front; empty for none
 * @param back the last words
 * @param newFront what stands in the place of front, {@link #VERB} for the moved word
 * @param newBack what stands in the place of back
 */
record Phrasing(List<String> front, boolean gap, Condition next, Set<String> verbs, List<String> back,
		List<String> newFront, List<String> newBack) {

	/** Where the moved word goes. */
	static final String VERB = "{verb}";

	/**
	 * How many words a subject may have: beyond that, which verb is its own is a guess.
	 */
	private static final int SUBJECT = 12;

	/**
	 * Rewrites a sentence whose front is known to match.
	 * @return whether it did
	 */
	boolean rewrite(Sentence sentence) {
		int rest = sentence.size() - this.front.size() - this.back.size();
		if (!this.gap) {
			return rest == 0 && replace(sentence);
		}
		if (rest < (strips() ? 2 : 1) || (strips() && !this.back.isEmpty() && sentence.isAboutWords())
				|| !this.next.holds(sentence.word(this.front.size())) || !endsWithBack(sentence)) {
			return false;
		}
		return this.verbs.isEmpty() ? replace(sentence) : replaceWithVerb(sentence, rest);
	}

	/** Whether it only takes words away, which must not leave a single one. */
	private boolean strips() {
		return this.newFront.isEmpty() && this.newBack.isEmpty();
	}

	private boolean endsWithBack(Sentence sentence) {
		int count = this.back.size();
		for (int i = 0; i < count; i++) {
			if (!this.back.get(count - 1 - i).equals(sentence.wordFromEnd(i))) {
				return false;
			}
		}
		return true;
	}

	private boolean replace(Sentence sentence) {
		sentence.replaceLast(this.back.size(), this.newBack);
		sentence.replaceFirst(this.front.size(), this.newFront);
		return true;
	}

	private boolean replaceWithVerb(Sentence sentence, int rest) {
		int first = this.front.size();
		for (int i = 1; i < Math.min(rest, SUBJECT); i++) {
			String word = sentence.word(first + i);
			if (this.verbs.contains(word)) {
				sentence.move(first + i, first);
				List<String> words = new ArrayList<>(this.newFront);
				words.replaceAll((part) -> part.equals(VERB) ? word : part);
				sentence.replaceFirst(first + 1, words);
				return true;
			}
		}
		return false;
	}

	/** Whether it makes every sentence that it rewrites shorter. */
	boolean shortens() {
		return growth() < 0;
	}

	int growth() {
		int moved = this.verbs.isEmpty() ? 0 : 1;
		return this.newFront.size() + this.newBack.size() - this.front.size() - this.back.size() - moved;
	}

}
