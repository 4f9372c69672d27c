package io.llmcache.semantic.guard;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Other units of measure, time or money: grams for milligrams, hours for minutes, dollars
 * for euros.
 */
final class UnitsGuard extends EnglishGuard {

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
		return (!onlyOurs.isEmpty() && !onlyTheirs.isEmpty()) || ours.missesFor(theirs) || theirs.missesFor(ours);
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
