package io.llmcache.semantic.guard;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A word on one side, its opposite on the other. */
final class AntonymsGuard extends EnglishGuard {

	private static final Phrases<List<Pole>> POLES = read();

	@Override
	public String name() {
		return "antonyms";
	}

	@Override
	boolean differ(Reading here, Reading there) {
		List<Pole> opposed = opposed(here, there);
		return !opposed.isEmpty()
				&& !(opposed.stream().allMatch(Pole::deniable) && NegationGuard.oneSideDenies(here, there));
	}

	/**
	 * Whether one side denies what the other says in the opposite word: not right, wrong.
	 */
	static boolean deniedOpposite(Reading here, Reading there) {
		List<Pole> opposed = opposed(here, there);
		return !opposed.isEmpty() && opposed.stream().allMatch(Pole::deniable);
	}

	private static List<Pole> opposed(Reading here, Reading there) {
		List<Pole> opposed = opposed(poles(here), poles(there));
		if (!opposed.isEmpty()) {
			return opposed;
		}
		List<Reading> replaced = Replacement.of(here, there);
		return opposed(poles(replaced.get(0)), poles(replaced.get(1)));
	}

	private static List<Pole> opposed(Set<Pole> ours, Set<Pole> theirs) {
		return ours.stream()
			.filter((pole) -> !theirs.contains(pole) && theirs.contains(pole.opposite())
					&& !ours.contains(pole.opposite()))
			.toList();
	}

	private static Set<Pole> poles(Reading reading) {
		Set<Pole> poles = new HashSet<>();
		POLES.walk(reading.tokens(), (match, matched) -> {
			if (match.meaning() != null) {
				boolean less = reading.is(match.at() - 1, "less") && !reading.is(match.at() - 2, "or");
				match.meaning().forEach((pole) -> poles.add(less ? pole.opposite() : pole));
			}
			if (match.length() > 1) {
				matched.forEach((token) -> POLES.walk(List.of(token), (single, same) -> {
					if (single.meaning() != null && Lexicon.isFunctionWord(token.text())) {
						poles.addAll(single.meaning());
					}
				}));
			}
		});
		return poles;
	}

	private static Phrases<List<Pole>> read() {
		Phrases<List<Pole>> poles = new Phrases<>(Token::stem);
		int pair = 0;
		for (String line : WordLists.lines("antonyms.txt")) {
			boolean deniable = line.contains("~~");
			List<String> sides = WordLists.split(line, "~+");
			for (int side = 0; side < 2; side++) {
				for (String word : WordLists.split(sides.get(side), ",")) {
					List<Token> phrase = Reading.of(word).tokens();
					List<Pole> known = poles.get(phrase);
					List<Pole> all = new ArrayList<>((known != null) ? known : List.of());
					all.add(new Pole(pair, side == 0, deniable));
					poles.put(phrase, List.copyOf(all));
				}
			}
			pair++;
		}
		return poles;
	}

	private record Pole(int pair, boolean first, boolean deniable) {

		Pole opposite() {
			return new Pole(this.pair, !this.first, this.deniable);
		}

	}

}
