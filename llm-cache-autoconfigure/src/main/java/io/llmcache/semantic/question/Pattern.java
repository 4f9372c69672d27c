package io.llmcache.semantic.question;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A line "pattern -> replacement" of the rules, as it is written. {@code a/b} is one of
 * both, {@code (a)} may be missing, {@code ...} is anything, {@code {set}...} anything
 * that begins with a word of that set, {@code {not set}...} anything that does not; a
 * second gap {@code {set}...} finds the first word of the set after the first. {@code $1}
 * and {@code $2} are what the first and the second choice took.
 */
record Pattern(String wanted, String replacement) {

	private static final String GAP = "...";

	static Pattern parse(String line) {
		int arrow = line.indexOf("->");
		if (arrow < 0) {
			throw new IllegalArgumentException("No -> in: " + line);
		}
		return new Pattern(line.substring(0, arrow).strip(), line.substring(arrow + 2).strip());
	}

	/** The pattern without its alternatives. */
	List<Phrasing> phrasings(WordSets sets) {
		List<String> parts = parts(this.wanted);
		List<String> gaps = parts.stream().filter((part) -> part.endsWith(GAP)).toList();
		int first = gaps.isEmpty() ? parts.size() : parts.indexOf(gaps.get(0));
		int afterGaps = Math.min(parts.size(), first + gaps.size());
		Condition next = gaps.isEmpty() ? Condition.NONE : condition(gaps.get(0), sets);
		Set<String> verbs = (gaps.size() > 1) ? condition(gaps.get(1), sets).words() : Set.of();
		List<Phrasing> phrasings = new ArrayList<>();
		for (List<String> front : choices(parts.subList(0, first))) {
			for (List<String> back : choices(parts.subList(afterGaps, parts.size()))) {
				phrasings.add(phrasing(front, !gaps.isEmpty(), next, verbs, back));
			}
		}
		return phrasings;
	}

	private Phrasing phrasing(List<String> front, boolean gap, Condition next, Set<String> verbs, List<String> back) {
		List<String> parts = new ArrayList<>(parts(this.replacement));
		parts.replaceAll((part) -> part.startsWith("$") ? chosen(Integer.parseInt(part.substring(1)), front) : part);
		int at = parts.contains(GAP) ? parts.indexOf(GAP) : parts.size();
		Phrasing phrasing = new Phrasing(front, gap, next, verbs, back, List.copyOf(parts.subList(0, at)),
				List.copyOf(parts.subList(Math.min(at + 1, parts.size()), parts.size())));
		check(phrasing);
		return phrasing;
	}

	// Whoever writes $2 in a replacement has no words before it that may be missing.
	private String chosen(int number, List<String> front) {
		List<String> parts = parts(this.wanted);
		int left = number;
		for (int i = 0; i < front.size(); i++) {
			if (parts.get(i).startsWith("(")) {
				break;
			}
			if (parts.get(i).contains("/") && --left == 0) {
				return front.get(i);
			}
		}
		throw new IllegalArgumentException("No choice $" + number + " in: " + this);
	}

	private void check(Phrasing phrasing) {
		boolean anchored = !phrasing.front().isEmpty() || (!phrasing.back().isEmpty() && phrasing.newFront().isEmpty());
		boolean fits = phrasing.newBack().size() <= phrasing.back().size() && phrasing.growth() <= Sentence.GROWTH
				&& (!phrasing.shortens() || phrasing.newFront().size() <= phrasing.front().size());
		if (!anchored || !fits || phrasing.gap() != parts(this.replacement).contains(GAP)) {
			throw new IllegalArgumentException("Not anchored, too long, or a gap too many: " + this);
		}
	}

	private static Condition condition(String gap, WordSets sets) {
		if (gap.equals(GAP)) {
			return Condition.NONE;
		}
		String name = gap.substring(1, gap.length() - GAP.length() - 1);
		boolean wanted = !name.startsWith("not-");
		return new Condition(sets.named(wanted ? name : name.substring("not-".length())), wanted);
	}

	private static List<String> parts(String text) {
		return text.isEmpty() ? List.of() : Arrays.asList(text.replace("{not ", "{not-").split("\\s+"));
	}

	private static List<List<String>> choices(List<String> parts) {
		List<List<String>> choices = List.of(List.of());
		for (String part : parts) {
			boolean optional = part.startsWith("(");
			String[] words = (optional ? part.substring(1, part.length() - 1) : part).split("/");
			choices = choices.stream().flatMap((begun) -> {
				Stream<List<String>> longer = Stream.of(words).map((word) -> with(begun, word));
				return optional ? Stream.concat(Stream.of(begun), longer) : longer;
			}).toList();
		}
		return choices;
	}

	private static List<String> with(List<String> begun, String word) {
		List<String> longer = new ArrayList<>(begun);
		longer.add(word);
		return List.copyOf(longer);
	}

}
