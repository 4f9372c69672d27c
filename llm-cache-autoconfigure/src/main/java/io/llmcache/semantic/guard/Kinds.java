package io.llmcache.semantic.guard;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Words of which each line of a list names one kind: what is said of one need not hold
 * for another.
 */
final class Kinds {

	private final Phrases<List<Member>> members;

	private Kinds(String list, Function<Token, String> key) {
		this.members = new Phrases<>(key);
		WordLists.lines(list).forEach(this::add);
	}

	/** Of words in the forms that the list has. */
	static Kinds ofForms(String list) {
		return new Kinds(list, Token::text);
	}

	/** Of words in all their inflections. */
	static Kinds ofStems(String list) {
		return new Kinds(list, Token::stem);
	}

	/**
	 * Whether each side names something of one kind that the other does not, or one names
	 * what may not be left out.
	 */
	boolean differ(Reading asked, Reading answered) {
		return differ(asked, answered, true);
	}

	/** Whether each side names something of one kind that the other does not. */
	boolean contrast(Reading asked, Reading answered) {
		return differ(asked, answered, false);
	}

	private boolean differ(Reading asked, Reading answered, boolean strictly) {
		Set<Member> here = mentions(asked);
		Set<Member> there = mentions(answered);
		Set<Thing> common = things(here);
		common.retainAll(things(there));
		here.removeIf((member) -> common.contains(member.thing()));
		there.removeIf((member) -> common.contains(member.thing()));
		return (strictly && (anyStrict(here) || anyStrict(there))) || shareAKind(here, there);
	}

	/** The words of a text that belong to something named. */
	Set<Token> covered(Reading reading) {
		Set<Token> covered = new HashSet<>();
		this.members.walk(reading.tokens(), (match, matched) -> {
			if (match.meaning() != null) {
				covered.addAll(matched);
			}
		});
		return covered;
	}

	private static Set<Thing> things(Set<Member> members) {
		return members.stream().map(Member::thing).collect(Collectors.toCollection(HashSet::new));
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
		here.forEach((member) -> kinds.add(member.thing().kind()));
		return there.stream().anyMatch((member) -> kinds.contains(member.thing().kind()));
	}

	/**
	 * {@code kind: word, word | other word for the same, !word that cannot be left out};
	 * a mark on the first only is meant for all words of the same
	 */
	private void add(String line) {
		int colon = line.indexOf(':');
		String kind = line.substring(0, colon).strip();
		for (String group : WordLists.split(line.substring(colon + 1), ",")) {
			boolean allStrict = group.startsWith("!") && group.indexOf('!', 1) < 0;
			List<String> words = WordLists.split(group, "\\|");
			for (String marked : words) {
				String word = marked.startsWith("!") ? marked.substring(1) : marked;
				Member member = new Member(new Thing(kind, words.get(0)), allStrict || marked.startsWith("!"));
				List<Token> phrase = Reading.of(word).tokens();
				List<Member> known = this.members.get(phrase);
				List<Member> all = new ArrayList<>((known != null) ? known : List.of());
				all.add(member);
				this.members.put(phrase, List.copyOf(all));
			}
		}
	}

	private record Member(Thing thing, boolean strict) {

	}

	private record Thing(String kind, String name) {

	}

}
