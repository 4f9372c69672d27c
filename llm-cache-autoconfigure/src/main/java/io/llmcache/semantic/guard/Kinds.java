package io.llmcache.semantic.guard;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Words of which each line of a list names one kind: what is said of one need not hold
 * for another.
 */
final class Kinds {

	private final Phrases<List<Member>> members = new Phrases<>();

	Kinds(String... lists) {
		for (String list : lists) {
			WordLists.lines(list).forEach(this::add);
		}
	}

	/**
	 * Whether each side names something of one kind that the other does not, or one names
	 * what may not be left out.
	 */
	boolean differ(Reading asked, Reading answered) {
		Set<Member> here = mentions(asked);
		Set<Member> there = mentions(answered);
		Set<Member> common = new HashSet<>(here);
		common.retainAll(there);
		here.removeAll(common);
		there.removeAll(common);
		return anyStrict(here) || anyStrict(there) || shareAKind(here, there);
	}

	boolean knows(Token word) {
		return this.members.get(List.of(word)) != null;
	}

	private Set<Member> mentions(Reading reading) {
		Set<Member> mentions = new HashSet<>();
		this.members.walk(reading.tokens(), (match, matched) -> {
			if (match.meaning() != null) {
				mentions.addAll(match.meaning());
			}
		});
		return mentions;
	}

	private static boolean anyStrict(Set<Member> members) {
		return members.stream().anyMatch(Member::strict);
	}

	private static boolean shareAKind(Set<Member> here, Set<Member> there) {
		Set<String> kinds = new HashSet<>();
		here.forEach((member) -> kinds.add(member.kind()));
		return there.stream().anyMatch((member) -> kinds.contains(member.kind()));
	}

	/**
	 * {@code kind: word, word | other word for the same, !word that cannot be left out}
	 */
	private void add(String line) {
		int colon = line.indexOf(':');
		String kind = line.substring(0, colon).strip();
		for (String group : WordLists.split(line.substring(colon + 1), ",")) {
			boolean strict = group.startsWith("!");
			List<String> words = WordLists.split(strict ? group.substring(1) : group, "\\|");
			Member member = new Member(kind, words.get(0), strict);
			for (String word : words) {
				List<Token> phrase = Reading.of(word).tokens();
				List<Member> known = this.members.get(phrase);
				List<Member> all = new ArrayList<>((known != null) ? known : List.of());
				all.add(member);
				this.members.put(phrase, List.copyOf(all));
			}
		}
	}

	private record Member(String kind, String name, boolean strict) {

	}

}
