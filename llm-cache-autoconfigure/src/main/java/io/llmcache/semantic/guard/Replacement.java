package io.llmcache.semantic.guard;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One thing named in the place of another while all other words are equal, such as the
 * last of a list. What is not known to mean the same is another thing.
 */
final class Replacement {

	private static final int LONGEST = 3;

	private static final int SHORTEST_ROOT = 4;

	private static final int SHORTEST_TYPO = 5;

	private static final int LONGEST_LIST_MEMBER = 4;

	private static final List<String> COMPARISONS = List.of("er", "est");

	private static final Set<String> ARTICLES = Set.of("a", "an", "the");

	private static final Set<String> BEFORE_A_NOUN = Set.of("a", "an", "the", "my", "your", "his", "her", "our",
			"their", "of", "for", "in", "on", "at", "from", "with", "by", "about", "into", "and", "or", "any", "some",
			"this", "that", "these", "those", "without", "between", "than", "as", "like");

	/** What different forms of one word may end in. */
	private static final Set<String> ENDINGS = Set.of("", "e", "s", "es", "d", "ed", "ing", "er", "or", "ion", "ation",
			"cation", "ication", "lation", "ment", "al", "ally", "l", "ly", "y", "i", "ity", "ty", "iv", "ative",
			"ativ", "abl", "ibl", "anc", "enc", "ant", "ent", "ness", "ic", "ical", "is", "isation", "at", "ag", "ur",
			"en", "ful", "in", "n", "t", "th", "ary", "ory", "sion", "tion", "ption");

	private static final Set<String> GENERAL = WordLists.words("general-words.txt")
		.stream()
		.map(Lexicon::stem)
		.collect(Collectors.toUnmodifiableSet());

	private static final Phrases<Set<Integer>> SYNONYMS = synonyms();

	private final List<Token> ours;

	private final List<Token> theirs;

	private final int start;

	private final int ourEnd;

	private final int theirEnd;

	private Replacement(List<Token> ours, List<Token> theirs) {
		this.ours = ours;
		this.theirs = theirs;
		int shorter = Math.min(ours.size(), theirs.size());
		int first = 0;
		while (first < shorter && same(first, first)) {
			first++;
		}
		int last = 0;
		while (last < shorter - first && same(ours.size() - 1 - last, theirs.size() - 1 - last)) {
			last++;
		}
		this.start = first;
		this.ourEnd = ours.size() - last;
		this.theirEnd = theirs.size() - last;
	}

	/** Whether a noun is replaced by one that means something else. */
	static boolean differs(Reading here, Reading there) {
		Replacement replacement = new Replacement(here.tokens(), there.tokens());
		return replacement.oneThing() && !replacement.sameThing();
	}

	/** The words that stand in each other's place, nothing else being different. */
	static List<Reading> of(Reading here, Reading there) {
		Replacement replacement = new Replacement(here.tokens(), there.tokens());
		return List.of(new Reading(replacement.our(), here.english()),
				new Reading(replacement.their(), there.english()));
	}

	private boolean oneThing() {
		List<Token> our = our();
		List<Token> their = their();
		if (this.start > 0 && this.ours.get(this.start - 1).number()) {
			return false;
		}
		return names(our) && names(their) && our.stream().noneMatch((word) -> says(their, word.stem()))
				&& (inList() || afterArticle() || (our.size() == 1 && their.size() == 1));
	}

	private static boolean says(List<Token> words, String stem) {
		return words.stream().anyMatch((word) -> word.stem().equals(stem));
	}

	private static boolean names(List<Token> words) {
		return !words.isEmpty() && words.size() <= LONGEST
				&& words.stream().allMatch((token) -> token.word() && (token.content() || isArticle(token)))
				&& words.stream().anyMatch(Token::content);
	}

	/** Between commas, <i>and</i> and <i>or</i>. */
	private boolean inList() {
		return joinedBefore() && endsMember();
	}

	private boolean joinedBefore() {
		for (int i = this.start; i >= Math.max(1, this.start - LONGEST_LIST_MEMBER); i--) {
			if (this.ours.get(i - 1).is("and") || this.ours.get(i - 1).is("or")) {
				return true;
			}
			if (this.ours.get(i - 1).number() || !BEFORE_A_NOUN.contains(this.ours.get(i - 1).text())) {
				return false;
			}
		}
		return false;
	}

	private boolean endsMember() {
		return this.ourEnd == this.ours.size() || this.ours.get(this.ourEnd).apart()
				|| !this.ours.get(this.ourEnd).content();
	}

	private boolean afterArticle() {
		return this.start > 0 && BEFORE_A_NOUN.contains(this.ours.get(this.start - 1).text()) && endsMember();
	}

	private boolean sameThing() {
		List<Token> our = withoutArticles(our());
		List<Token> their = withoutArticles(their());
		if (general(our) || general(their) || meanTheSame(our, their) || (our.size() == 1 && their.size() == 1
				&& COMPARISONS.stream().anyMatch((ending) -> compareTheSame(our.get(0), their.get(0), ending)))) {
			return true;
		}
		String one = joined(our);
		String other = joined(their);
		return misspelt(one, other) || derived(one, other) || shortens(one, our, other, their)
				|| shortens(other, their, one, our);
	}

	private static boolean misspelt(String one, String other) {
		return one.length() >= SHORTEST_TYPO && other.length() >= SHORTEST_TYPO && Typos.oneSlipApart(one, other);
	}

	/**
	 * As <i>cancel</i> and <i>cancellation</i> are, but not <i>payer</i> and
	 * <i>payee</i>.
	 */
	private static boolean derived(String one, String other) {
		int same = 0;
		while (same < Math.min(one.length(), other.length()) && one.charAt(same) == other.charAt(same)) {
			same++;
		}
		return same >= SHORTEST_ROOT && ENDINGS.contains(one.substring(same))
				&& ENDINGS.contains(other.substring(same));
	}

	/** As <i>kg</i> or <i>UN</i> do. */
	private static boolean shortens(String abbreviation, List<Token> here, String word, List<Token> there) {
		StringBuilder initials = new StringBuilder();
		there.forEach((token) -> initials.append(token.text().charAt(0)));
		if (here.size() == 1 && there.size() > 1 && initials.toString().equals(here.get(0).text())) {
			return true;
		}
		int found = 0;
		for (int i = 0; i < word.length() && found < abbreviation.length(); i++) {
			found += (abbreviation.charAt(found) == word.charAt(i)) ? 1 : 0;
		}
		return found == abbreviation.length() && abbreviation.length() < word.length()
				&& abbreviation.charAt(0) == word.charAt(0)
				&& abbreviation.chars().noneMatch((letter) -> "aeiou".indexOf(letter) >= 0);
	}

	private static boolean general(List<Token> words) {
		return words.stream().allMatch((word) -> GENERAL.contains(word.stem()));
	}

	private static boolean meanTheSame(List<Token> our, List<Token> their) {
		Set<Integer> meanings = SYNONYMS.get(our);
		Set<Integer> theirMeanings = SYNONYMS.get(their);
		return meanings != null && theirMeanings != null && meanings.stream().anyMatch(theirMeanings::contains);
	}

	/**
	 * <i>Quickest</i> and <i>fastest</i> mean the same because <i>quick</i> and
	 * <i>fast</i> do.
	 */
	private static boolean compareTheSame(Token our, Token their, String ending) {
		return our.text().endsWith(ending) && their.text().endsWith(ending) && plain(our, ending).stream()
			.anyMatch((one) -> plain(their, ending).stream().anyMatch((other) -> meanTheSame(one, other)));
	}

	private static List<List<Token>> plain(Token compared, String ending) {
		String root = compared.text().substring(0, compared.text().length() - ending.length());
		List<String> forms = new ArrayList<>(List.of(root, root + "e"));
		if (root.endsWith("i")) {
			forms.add(root.substring(0, root.length() - 1) + "y");
		}
		if (root.length() > 1 && root.charAt(root.length() - 1) == root.charAt(root.length() - 2)) {
			forms.add(root.substring(0, root.length() - 1));
		}
		return forms.stream().filter((form) -> !form.isEmpty()).map((form) -> Reading.of(form).tokens()).toList();
	}

	private static String joined(List<Token> words) {
		StringBuilder joined = new StringBuilder();
		words.forEach((word) -> joined.append(word.stem()));
		return joined.toString();
	}

	private List<Token> our() {
		return this.ours.subList(this.start, this.ourEnd);
	}

	private List<Token> their() {
		return this.theirs.subList(this.start, this.theirEnd);
	}

	private boolean same(int our, int their) {
		Token one = this.ours.get(our);
		Token other = this.theirs.get(their);
		return one.stem().equals(other.stem()) || (isArticle(one) && isArticle(other));
	}

	private static boolean isArticle(Token token) {
		return ARTICLES.contains(token.text());
	}

	private static List<Token> withoutArticles(List<Token> words) {
		return words.stream().filter((word) -> !isArticle(word)).toList();
	}

	private static Phrases<Set<Integer>> synonyms() {
		Phrases<Set<Integer>> synonyms = new Phrases<>(Token::stem);
		int meaning = 0;
		for (String line : WordLists.lines("synonyms.txt")) {
			for (String word : WordLists.split(line, ",")) {
				List<Token> phrase = new ArrayList<>(Reading.of(word).tokens());
				Set<Integer> known = synonyms.get(phrase);
				Set<Integer> all = new HashSet<>((known != null) ? known : Set.of());
				all.add(meaning);
				synonyms.put(phrase, Set.copyOf(all));
			}
			meaning++;
		}
		return synonyms;
	}

}
