package io.llmcache.semantic.guard;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Which part each word plays in a text, as far as prepositions, auxiliaries and order
 * tell. Words that occur more than once play none.
 */
final class Clause {

	/** Roles whose order counts even across phrases: <i>average of sum of squares</i>. */
	static final Set<String> CHAINING_ROLES = Set.of("to", "of", "than", "into");

	/** Roles that beside a symmetric word mean the same. */
	static final Set<String> SYMMETRIC_ROLES = Set.of("", "with", "to", "between", "as", "from", "and");

	static final Set<String> PREPOSITIONS = WordLists.words("prepositions.txt");

	private static final Set<String> SYMMETRIC = stems("symmetric-words.txt");

	private static final Set<String> NOUNS_AND_VERBS = stems("nouns-and-verbs.txt");

	private static final List<String> MOVABLE_ENDINGS = List.of("ing", "ion", "ment", "able", "ible", "al", "ive",
			"ous", "ful", "less", "ic");

	/** May stand before or after the object: send back a parcel, send a parcel back. */
	private static final Set<String> PARTICLES = Set.of("back", "away", "together", "apart", "forward", "home", "aside",
			"open", "online", "abroad");

	private static final Set<String> JOINING = Set.of("and", "or", "vs", "versus", "nor", "plus", "times");

	private static final Set<String> VERBS = WordLists.words("verbs.txt");

	private static final Set<String> CLAUSES = Set.of("when", "where", "because", "while", "although", "but", "so",
			"which", "that", "if", "why", "how");

	private static final Set<String> DETERMINERS = Set.of("a", "an", "the", "my", "your", "our", "their", "his", "its",
			"this", "that", "these", "those", "any", "some");

	private static final Set<String> BE = Set.of("is", "are", "am", "was", "were", "be", "been", "being", "get", "gets",
			"got", "getting");

	private static final Set<String> DO = Set.of("do", "does", "did");

	private static final Set<String> RESETTING = Set.of("do", "does", "did", "is", "are", "am", "was", "were", "can",
			"could", "will", "would", "shall", "should", "may", "might", "must", "have", "has", "had", "what", "which",
			"who", "whom", "how", "why", "where", "when", "that", "but", "so");

	private static final Map<String, String> PERSONS = Map.of("i", "i", "me", "i", "we", "we", "us", "we", "he", "he",
			"him", "he", "they", "they", "them", "they", "you", "you");

	private static final Set<String> SUBJECTS = Set.of("i", "we", "he", "they", "you", "she");

	private final Reading reading;

	private final Map<String, Item> items = new HashMap<>();

	private final Set<String> repeated = new HashSet<>();

	private final int agentAt;

	private boolean symmetric;

	private Clause(Reading reading) {
		this.reading = reading;
		this.agentAt = agent(reading);
		read();
	}

	static Clause of(Reading reading) {
		return new Clause(reading);
	}

	/** Whether it says of two things that they are to each other what the other is. */
	static boolean isSymmetric(Token token) {
		return SYMMETRIC.contains(token.stem());
	}

	/** Whether it asks which of two opposite parts: before it or after it. */
	boolean asksWhichOf(String role, String opposite) {
		boolean joins = false;
		boolean one = false;
		boolean other = false;
		for (Token token : this.reading.tokens()) {
			one |= token.is(role);
			other |= token.is(opposite);
			joins |= token.is("or") && one != other;
		}
		return joins && one && other;
	}

	Item get(String stem) {
		return Objects.requireNonNull(this.items.get(stem));
	}

	boolean symmetric() {
		return this.symmetric;
	}

	/** Whether an agent is named with <i>by</i>. */
	boolean passive() {
		return this.agentAt >= 0;
	}

	/** What both say once, in the order of this one. */
	List<String> sharedWith(Clause other) {
		List<String> shared = new ArrayList<>();
		for (Map.Entry<String, Item> entry : this.items.entrySet()) {
			if (other.items.containsKey(entry.getKey())) {
				shared.add(entry.getKey());
			}
		}
		shared.sort((one, two) -> Integer.compare(get(one).at(), get(two).at()));
		return shared;
	}

	/** Whether somebody who acts here, named with <i>by</i>, is acted on in the other. */
	boolean actsOtherwiseIn(Clause other) {
		String verb = this.reading.tokens().get(this.agentAt - 1).stem();
		Item theirVerb = other.items.get(verb);
		if (theirVerb == null) {
			return false;
		}
		for (Item item : this.items.values()) {
			Item theirs = other.items.get(item.stem());
			if (theirs != null && item.at() > this.agentAt && item.role().equals("by") && theirs.role().isEmpty()
					&& theirs.at() > theirVerb.at()) {
				return true;
			}
		}
		return false;
	}

	/** <i>Who sued X</i> against <i>whom did X sue</i>. */
	boolean subjectIsObjectIn(Clause other) {
		for (int i = 0; i + 1 < this.reading.tokens().size(); i++) {
			Token verb = this.reading.tokens().get(i + 1);
			Item theirVerb = other.items.get(verb.stem());
			if (asksForTheSubject(i) && theirVerb != null && this.items.containsKey(verb.stem())
					&& other.hasSubjectFrom(this, get(verb.stem()), theirVerb)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * <i>Am I paid</i> against <i>do I pay</i>: the same person, before the same verb.
	 */
	boolean suffersWhat(Clause other) {
		for (int i = 1; i + 1 < this.reading.tokens().size(); i++) {
			Token person = this.reading.tokens().get(i);
			if (!SUBJECTS.contains(person.text())) {
				continue;
			}
			boolean be = BE.contains(this.reading.tokens().get(i - 1).text());
			int verb = (this.reading.is(i + 1, "be", "get", "being", "been", "got")
					&& i + 2 < this.reading.tokens().size()) ? i + 2 : be ? i + 1 : -1;
			if (verb > 0 && inflected(this.reading.tokens().get(verb))
					&& other.acts(person, this.reading.tokens().get(verb))) {
				return true;
			}
		}
		return false;
	}

	private boolean acts(Token person, Token verb) {
		for (int i = 1; i + 1 < this.reading.tokens().size(); i++) {
			Token next = this.reading.tokens().get(i + 1);
			if (this.reading.tokens().get(i).is(person.text()) && next.stem().equals(verb.stem()) && !inflected(next)
					&& !BE.contains(this.reading.tokens().get(i - 1).text())) {
				return true;
			}
		}
		return false;
	}

	private static boolean inflected(Token token) {
		return token.text().endsWith("ed") || (token.word() && !token.text().startsWith(token.stem()));
	}

	private boolean asksForTheSubject(int at) {
		boolean namesAKind = this.reading.is(at, "what") && at + 2 < this.reading.tokens().size()
				&& RESETTING.contains(this.reading.tokens().get(at + 2).text());
		return ((this.reading.is(at, "who", "what") && !namesAKind)
				|| (at > 0 && this.reading.is(at - 1, "which", "what") && this.reading.tokens().get(at).content()))
				&& this.reading.tokens().get(at + 1).content() && !passive();
	}

	private boolean hasSubjectFrom(Clause asking, Item verb, Item ourVerb) {
		boolean supported = false;
		for (int i = 0; i < ourVerb.at(); i++) {
			supported |= DO.contains(this.reading.tokens().get(i).text());
		}
		if (!supported || passive()) {
			return false;
		}
		return asking.items.values().stream().anyMatch((item) -> {
			Item ours = this.items.get(item.stem());
			return ours != null && item.at() > verb.at() && item.role().isEmpty() && ours.at() < ourVerb.at()
					&& ours.role().isEmpty();
		});
	}

	private void read() {
		List<Token> tokens = this.reading.tokens();
		String role = "";
		int chunk = 0;
		int run = 0;
		int order = 0;
		int clause = 0;
		boolean joins = false;
		for (int i = 0; i < tokens.size(); i++) {
			Token token = tokens.get(i);
			this.symmetric |= isSymmetric(token) || (token.is("far") && this.reading.is(i - 1, "how"));
			if (token.apart()) {
				role = "";
				chunk++;
			}
			String person = PERSONS.get(token.text());
			if (token.apart() || CLAUSES.contains(token.text())
					|| (token.is("and") && this.reading.is(i + 1, "i", "we", "it"))) {
				clause++;
			}
			if (token.is("to") && i + 1 < tokens.size() && VERBS.contains(tokens.get(i + 1).text())
					&& !role.equals("from")) {
				role = "";
				order++;
				joins = false;
			}
			else if (PREPOSITIONS.contains(token.text())) {
				role = token.text();
				chunk++;
				order++;
				joins = false;
			}
			else if (JOINING.contains(token.text())) {
				joins = true;
			}
			else if (RESETTING.contains(token.text())) {
				role = "";
				chunk++;
				order++;
				joins = false;
			}
			else if (token.content() || person != null) {
				run = joins ? run : run + 1;
				order++;
				put(new Item((person != null) ? person : token.stem(), i, role, chunk, clause, run, order,
						movable(token)));
				joins = false;
			}
			else if (!DETERMINERS.contains(token.text())) {
				joins = false;
				order++;
			}
		}
		this.repeated.forEach(this.items::remove);
	}

	private void put(Item item) {
		if (this.items.put(item.stem(), item) != null) {
			this.repeated.add(item.stem());
		}
	}

	private static boolean movable(Token token) {
		return inflected(token) || PARTICLES.contains(token.text()) || NOUNS_AND_VERBS.contains(token.stem())
				|| MOVABLE_ENDINGS.stream()
					.anyMatch((ending) -> token.text().length() > ending.length() + 2 && token.text().endsWith(ending));
	}

	/** Where <i>by</i> names who does it, or -1. */
	private static int agent(Reading reading) {
		for (int i = 2; i + 1 < reading.tokens().size(); i++) {
			if (reading.is(i, "by") && inflected(reading.tokens().get(i - 1))) {
				for (int j = Math.max(0, i - 6); j < i - 1; j++) {
					if (BE.contains(reading.tokens().get(j).text())) {
						return i;
					}
				}
			}
		}
		return -1;
	}

	private static Set<String> stems(String list) {
		Set<String> stems = new HashSet<>();
		WordLists.words(list).forEach((word) -> stems.add(Lexicon.stem(word)));
		return Set.copyOf(stems);
	}

	/**
	 * A word in its part.
	 *
	 * @param stem the word
	 * @param at index of its token
	 * @param role the preposition that governs it, empty for none
	 * @param chunk number of the phrase it is in
	 * @param clause number of the clause it is in
	 * @param run number that is the same for what <i>and</i> or <i>or</i> joins
	 * @param order its place, determiners not counted
	 * @param movable whether it may stand before or after a noun and mean the same:
	 * <i>reset password</i> is <i>password reset</i>
	 */
	record Item(String stem, int at, String role, int chunk, int clause, int run, int order, boolean movable) {

		boolean person() {
			return PERSONS.containsKey(this.stem);
		}

	}

}
