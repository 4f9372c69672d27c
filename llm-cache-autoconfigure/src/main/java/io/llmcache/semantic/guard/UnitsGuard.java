package io.llmcache.semantic.guard;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Other units of measure, time or money: grams for milligrams, hours for minutes, dollars
 * for euros.
 */
final class UnitsGuard extends EnglishGuard {

	/** Words after which a unit tells in what something is asked for. */
	private static final Set<String> MEASURING = Set.of("many", "in", "into", "to", "per");

	private static final List<Set<String>> SAME_RATES = List.of(stems("person", "head", "capita", "individual"),
			stems("year", "annum", "annual"), stems("day", "diem"), stems("user", "seat", "licence"),
			stems("month", "mensem"), stems("employee", "worker"), stems("serving", "portion", "helping"),
			stems("kid", "child"), stems("home", "house", "household"), stems("guest", "person", "head"),
			stems("car", "vehicle"), stems("order", "purchase"), stems("item", "piece", "unit"),
			stems("transaction", "transfer", "payment"), stems("flight", "journey", "trip"));

	@Override
	public String name() {
		return "units";
	}

	@Override
	boolean needsEnglish() {
		return false;
	}

	@Override
	boolean differ(Reading here, Reading there) {
		Measures ours = Measures.of(here);
		Measures theirs = Measures.of(there);
		Set<String> onlyOurs = new HashSet<>(ours.named());
		onlyOurs.removeAll(theirs.named());
		Set<String> onlyTheirs = new HashSet<>(theirs.named());
		onlyTheirs.removeAll(ours.named());
		return (!onlyOurs.isEmpty() && !onlyTheirs.isEmpty()) || ours.missesFor(theirs) || theirs.missesFor(ours)
				|| measuresOtherwise(Change.of(here, there));
	}

	/**
	 * <i>In bytes</i> against <i>in characters</i>, <i>per match</i> against <i>per
	 * year</i>.
	 */
	private static boolean measuresOtherwise(Change change) {
		Set<String> ours = namedIn(change.here());
		Set<String> theirs = namedIn(change.there());
		if (!ours.isEmpty() && !theirs.isEmpty()) {
			return Collections.disjoint(ours, theirs);
		}
		Set<String> here = Change.content(change.here());
		Set<String> there = Change.content(change.there());
		if (here.isEmpty() || there.isEmpty()) {
			return false;
		}
		if (change.before().equals("per")) {
			return SAME_RATES.stream().noneMatch((same) -> same.containsAll(here) && same.containsAll(there));
		}
		return MEASURING.contains(change.before()) && ours.isEmpty() != theirs.isEmpty();
	}

	private static Set<String> namedIn(Reading change) {
		Set<String> named = new HashSet<>();
		for (Token token : change.tokens()) {
			boolean letter = token.word() && token.text().length() == 1 && change.tokens().size() > 1;
			String unit = letter ? null : Units.canonical(token);
			if (unit != null) {
				named.add(unit);
			}
		}
		return named;
	}

	private static Set<String> stems(String... words) {
		return Arrays.stream(words).map(Lexicon::stem).collect(Collectors.toUnmodifiableSet());
	}

	/**
	 * The units of a text.
	 *
	 * @param named all of them
	 * @param byNumber the unit of each number
	 * @param bare numbers that stand alone
	 */
	private record Measures(Set<String> named, Map<String, String> byNumber, Set<String> bare) {

		static Measures of(Reading reading) {
			Set<String> named = new HashSet<>();
			Map<String, String> byNumber = new HashMap<>();
			Set<String> bare = new HashSet<>();
			List<Token> tokens = reading.tokens();
			for (int i = 0; i < tokens.size(); i++) {
				Token token = tokens.get(i);
				if (token.number()) {
					String unit = unitOf(reading, i);
					if (unit == null) {
						bare.add(token.text());
					}
					else if (isAge(reading, i)) {
						named.add(unit);
					}
					else {
						byNumber.put(token.text(), unit);
						named.add(unit);
					}
				}
				else if (!Units.needsNumber(token)
						|| (token.text().length() > 2 && reading.is(i - 1, "many", "per", "in"))) {
					String unit = Units.canonical(token);
					if (unit != null) {
						named.add(unit);
					}
				}
			}
			return new Measures(named, byNumber, bare);
		}

		/** <i>A 7-year-old</i> is 7. */
		private static boolean isAge(Reading reading, int at) {
			return reading.is(at + 1, "year", "years")
					&& (reading.is(at + 2, "old", "olds") || reading.is(at + 2, "of") && reading.is(at + 3, "age"));
		}

		/** Whether a number that has a unit here stands without any there. */
		boolean missesFor(Measures other) {
			return this.byNumber.entrySet()
				.stream()
				.anyMatch((entry) -> other.bare.contains(entry.getKey()) && !other.byNumber.containsKey(entry.getKey())
						&& !other.named.contains(entry.getValue()));
		}

		private static @Nullable String unitOf(Reading reading, int at) {
			List<Token> tokens = reading.tokens();
			int next = at + 1;
			while (reading.is(next, "degree", "degrees", "us", "square", "cubic", "consecutive", "full", "whole",
					"business", "working", "calendar")) {
				next++;
			}
			if (next < tokens.size() && !tokens.get(next).number()) {
				String unit = Units.canonical(tokens.get(next));
				if (unit != null) {
					return unit;
				}
			}
			Token before = (at > 0) ? tokens.get(at - 1) : null;
			return (before == null || before.number() || !Units.needsNumber(before)) ? null : Units.canonical(before);
		}

	}

}
