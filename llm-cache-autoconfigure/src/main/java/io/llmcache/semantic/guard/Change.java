package io.llmcache.semantic.guard;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The few words in which two texts differ that are otherwise equal, so that a word which
 * both say elsewhere hides nothing. Of texts in quite other words, nothing.
 *
 * @param here words that only the one text has at this place
 * @param there words that only the other text has at this place
 * @param inflected words that both have at this place, in different inflections
 * @param before the word before all of them, empty if there is none
 * @param after the word after all of them, empty if there is none
 */
record Change(Reading here, Reading there, List<Inflected> inflected, String before, String after) {

	/** More words than these in a row are other words, not a change. */
	private static final int LONGEST_REACH = 24;

	private static final int MOST_WORDS = 6;

	static Change of(Reading one, Reading other) {
		List<Token> ours = one.tokens();
		List<Token> theirs = other.tokens();
		int start = 0;
		while (start < ours.size() && start < theirs.size() && ours.get(start).is(theirs.get(start).text())) {
			start++;
		}
		int end = 0;
		while (end < ours.size() - start && end < theirs.size() - start
				&& ours.get(ours.size() - 1 - end).is(theirs.get(theirs.size() - 1 - end).text())) {
			end++;
		}
		boolean near = ours.size() - start - end <= LONGEST_REACH && theirs.size() - start - end <= LONGEST_REACH;
		Change change = near ? new Alignment(ours, theirs, start, end).change() : nothing();
		return (Math.max(change.here.tokens().size(), change.there.tokens().size()) <= MOST_WORDS) ? change : nothing();
	}

	private static Change nothing() {
		Reading empty = new Reading(List.of(), true);
		return new Change(empty, empty, List.of(), "", "");
	}

	/** Whether one word stands for one other. */
	boolean oneForOne() {
		return this.inflected.isEmpty() && this.here.tokens().size() == 1 && this.there.tokens().size() == 1;
	}

	/** What the words of a side are about, in their stems. */
	static Set<String> content(Reading side) {
		Set<String> content = new HashSet<>();
		side.tokens().stream().filter(Token::content).forEach((token) -> content.add(token.stem()));
		return content;
	}

	/**
	 * A word in two inflections.
	 *
	 * @param before the word before it, empty if it is the first
	 */
	record Inflected(String before, Token here, Token there) {

	}

	/** The longest common sequence of two pieces of text. */
	private record Alignment(List<Token> ours, List<Token> theirs, int start, int end) {

		Change change() {
			int[][] common = common();
			List<Token> here = new ArrayList<>();
			List<Token> there = new ArrayList<>();
			List<Inflected> inflected = new ArrayList<>();
			int i = this.start;
			int j = this.start;
			while (i < oursEnd() || j < theirsEnd()) {
				if (i < oursEnd() && j < theirsEnd() && same(i, j)) {
					if (!this.ours.get(i).is(this.theirs.get(j).text())) {
						String before = (i > 0) ? this.ours.get(i - 1).text() : "";
						inflected.add(new Inflected(before, this.ours.get(i), this.theirs.get(j)));
					}
					i++;
					j++;
				}
				else if (j == theirsEnd() || (i < oursEnd()
						&& common[i + 1 - this.start][j - this.start] >= common[i - this.start][j + 1 - this.start])) {
					here.add(this.ours.get(i++));
				}
				else {
					there.add(this.theirs.get(j++));
				}
			}
			String before = (this.start > 0) ? this.ours.get(this.start - 1).text() : "";
			String after = (this.end > 0) ? this.ours.get(oursEnd()).text() : "";
			return new Change(new Reading(here, true), new Reading(there, true), inflected, before, after);
		}

		private int[][] common() {
			int[][] common = new int[oursEnd() - this.start + 1][theirsEnd() - this.start + 1];
			for (int i = common.length - 2; i >= 0; i--) {
				for (int j = common[i].length - 2; j >= 0; j--) {
					common[i][j] = same(this.start + i, this.start + j) ? common[i + 1][j + 1] + 1
							: Math.max(common[i + 1][j], common[i][j + 1]);
				}
			}
			return common;
		}

		private boolean same(int i, int j) {
			return this.ours.get(i).stem().equals(this.theirs.get(j).stem());
		}

		private int oursEnd() {
			return this.ours.size() - this.end;
		}

		private int theirsEnd() {
			return this.theirs.size() - this.end;
		}

	}

}
