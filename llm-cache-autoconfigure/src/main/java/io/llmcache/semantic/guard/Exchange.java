package io.llmcache.semantic.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Two phrases that have changed places while all other words stand where they stood: <i>A
 * beats B</i> and <i>B beats A</i>, whatever A and B are.
 */
final class Exchange {

	/** Longer stretches are not compared, which bounds the work. */
	private static final int LONGEST = 40;

	/** How many equal words around the change may belong to what is exchanged. */
	private static final int MARGIN = 3;

	private static final int LONGEST_QUESTION_PHRASE = 4;

	private static final Set<String> ARTICLES = Set.of("a", "an", "the");

	private static final Set<String> AUXILIARIES = Set.of("do", "did", "have", "had", "can", "could", "will", "would",
			"shall", "should", "may", "might", "must");

	private static final Set<String> ASKS_FOR_A_PART = Set.of("who", "what", "which");

	private static final Set<String> QUESTION_WORDS = Set.of("who", "what", "which", "where", "when", "why", "how");

	private static final Set<String> JOINING = Set.of("and", "or", "vs", "versus", "nor", "plus", "times");

	private static final Map<String, String> FORMS = Map.ofEntries(Map.entry("does", "do"), Map.entry("has", "have"),
			Map.entry("are", "is"), Map.entry("am", "is"), Map.entry("were", "was"), Map.entry("me", "i"),
			Map.entry("him", "he"), Map.entry("her", "she"), Map.entry("them", "they"), Map.entry("us", "we"),
			Map.entry("whom", "who"));

	private static final Set<String> PERSONS = Set.of("i", "you", "he", "she", "it", "they", "we");

	private final List<Token> ours;

	private final List<Token> theirs;

	private final int start;

	private final int end;

	/**
	 * What differs between two texts.
	 * @param ours words of the one
	 * @param theirs words of the other
	 */
	private Exchange(List<Token> ours, List<Token> theirs) {
		this.ours = ours;
		this.theirs = theirs;
		int shorter = Math.min(ours.size(), theirs.size());
		int first = 0;
		while (first < shorter && same(first, first)) {
			first++;
		}
		int last = shorter;
		while (last > first && same(last - 1, last - 1)) {
			last--;
		}
		this.start = first;
		this.end = last;
	}

	/** Whether that is all in which they differ, and what is exchanged is not a list. */
	static boolean of(Reading here, Reading there) {
		Exchange exchange = new Exchange(words(here), words(there));
		return exchange.comparable() && !exchange.eitherWay() && exchange.exchanged();
	}

	/**
	 * <i>Whom can a hospital sue</i> and <i>who can sue a hospital</i>: what is asked for
	 * does it, or suffers it.
	 */
	static boolean ofSubjectAndObject(Reading here, Reading there) {
		Exchange exchange = new Exchange(bareWords(here), bareWords(there));
		return exchange.comparable() && (asksWithAuxiliary(here) || asksWithAuxiliary(there))
				&& exchange.followsQuestionWord() && exchange.turned();
	}

	/**
	 * <i>The same as</i>, <i>the difference between</i>: who is named first is all one.
	 */
	private boolean eitherWay() {
		int at = this.end - 1;
		while (at >= 0 && !Clause.isSymmetric(this.ours.get(at))) {
			if (this.ours.get(at).opens()) {
				return false;
			}
			at--;
		}
		return at >= 0;
	}

	private boolean comparable() {
		return this.ours.size() == this.theirs.size() && this.end - this.start > 1 && this.end - this.start <= LONGEST;
	}

	private boolean exchanged() {
		boolean found = false;
		for (int before = 0; before <= Math.min(MARGIN, this.start); before++) {
			for (int after = 0; after <= Math.min(MARGIN, this.ours.size() - this.end); after++) {
				for (Swap swap : swaps(this.start - before, this.end + after)) {
					if (harmless(swap)) {
						return false;
					}
					found |= before == 0 && after == 0 && harmful(swap);
				}
			}
		}
		return found;
	}

	/** All ways to read a stretch as x, between, y here and y, between, x there. */
	private List<Swap> swaps(int from, int to) {
		List<Swap> swaps = new ArrayList<>();
		for (int x = from + 1; x < to; x++) {
			for (int y = x; y < to; y++) {
				int theirX = to - (x - from);
				int theirY = from + (to - y);
				if (equal(from, theirX, x - from) && equal(y, from, to - y) && equal(x, theirY, y - x)) {
					swaps.add(new Swap(from, x, y, to));
				}
			}
		}
		return swaps;
	}

	private boolean harmless(Swap swap) {
		List<Token> between = this.ours.subList(swap.x(), swap.y());
		if (between.stream().noneMatch((token) -> JOINING.contains(token.text()))) {
			return between.size() == 1 && Clause.PREPOSITIONS.contains(between.get(0).text()) && swap.from() > 0
					&& this.ours.get(swap.from() - 1).is(between.get(0).text());
		}
		boolean lightly = between.stream().noneMatch(Exchange::says);
		boolean listed = between.get(0).apart() || JOINING.contains(between.get(0).text());
		return lightly || listed || !exchangesThings(swap);
	}

	private boolean harmful(Swap swap) {
		List<Token> between = this.ours.subList(swap.x(), swap.y());
		return !between.isEmpty() && !(between.size() == 1 && between.get(0).is("with")) && exchangesThings(swap);
	}

	/** <i>Go</i> and <i>the will</i> look like words that say nothing. */
	private boolean exchangesThings(Swap swap) {
		return (says(swap.from(), swap.x()) || says(swap.y(), swap.to())) && names(swap.from(), swap.x())
				&& names(swap.y(), swap.to());
	}

	private boolean names(int from, int to) {
		List<Token> phrase = this.ours.subList(from, to);
		return phrase.stream().noneMatch((token) -> QUESTION_WORDS.contains(form(token))) && phrase.stream()
			.anyMatch((token) -> !Clause.PREPOSITIONS.contains(token.text()) && !JOINING.contains(token.text()));
	}

	private boolean says(int from, int to) {
		return this.ours.subList(from, to).stream().anyMatch(Exchange::says);
	}

	private static boolean says(Token token) {
		return token.content() || PERSONS.contains(form(token));
	}

	private boolean turned() {
		for (int x = this.start + 1; x < this.end; x++) {
			if (equal(this.start, this.end - (x - this.start), x - this.start) && equal(x, this.start, this.end - x)) {
				return says(this.start, x) && says(x, this.end);
			}
		}
		return false;
	}

	private boolean followsQuestionWord() {
		for (int i = this.start - 1; i >= Math.max(0, this.start - LONGEST_QUESTION_PHRASE); i--) {
			if (ASKS_FOR_A_PART.contains(form(this.ours.get(i)))) {
				return true;
			}
		}
		return false;
	}

	private boolean equal(int ours, int theirs, int length) {
		for (int i = 0; i < length; i++) {
			if (!same(ours + i, theirs + i)) {
				return false;
			}
		}
		return true;
	}

	private boolean same(int ours, int theirs) {
		return form(this.ours.get(ours)).equals(form(this.theirs.get(theirs)));
	}

	private static boolean asksWithAuxiliary(Reading reading) {
		return reading.tokens().stream().anyMatch((token) -> AUXILIARIES.contains(form(token)));
	}

	private static String form(Token token) {
		return FORMS.getOrDefault(token.text(), token.stem());
	}

	private static List<Token> words(Reading reading) {
		return reading.tokens().stream().filter((token) -> !ARTICLES.contains(token.text())).toList();
	}

	private static List<Token> bareWords(Reading reading) {
		return reading.tokens()
			.stream()
			.filter((token) -> !ARTICLES.contains(token.text()) && !AUXILIARIES.contains(form(token))
					&& !Clause.PREPOSITIONS.contains(token.text()))
			.toList();
	}

	/**
	 * Places in the one text.
	 *
	 * @param from where the first phrase begins
	 * @param x where it ends
	 * @param y where the second phrase begins
	 * @param to where it ends
	 */
	private record Swap(int from, int x, int y, int to) {

	}

}
