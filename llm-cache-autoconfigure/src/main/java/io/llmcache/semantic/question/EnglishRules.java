package io.llmcache.semantic.question;

import io.llmcache.QuestionFamily;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * The rules of the resource files, put together for one choice of families and words.
 */
final class EnglishRules {

	static final List<String> FILES = List.of("reading.txt", "words.txt", "rules.txt");

	private final Set<String> english;

	private final Set<String> mention;

	private final Capitals capitals;

	private final Articles articles;

	private final Phrasings phrasings;

	private final WordPairs words = new WordPairs();

	private final WordPairs ownWords;

	private final boolean stemming;

	EnglishRules(QuestionSettings settings) {
		List<RuleFile> files = FILES.stream().map(RuleFile::read).toList();
		WordSets sets = WordSets.of(files);
		this.english = sets.named("english");
		this.mention = sets.named("mention");
		this.capitals = new Capitals(sets.named("any-case"), sets.named("at-start"));
		this.articles = new Articles(sets.named("article-after"), sets.named("article-kept"));
		active(files.get(1), settings)
			.forEach((pattern) -> this.words.add(split(pattern.wanted()), split(pattern.replacement())));
		this.phrasings = new Phrasings(
				active(files.get(2), settings).flatMap((pattern) -> pattern.phrasings(sets).stream()).toList());
		this.ownWords = OwnWords.pairs(settings.words());
		this.stemming = settings.families().contains(QuestionFamily.STEMMING);
	}

	private static Stream<Pattern> active(RuleFile file, QuestionSettings settings) {
		Set<String> on = new HashSet<>();
		settings.families().forEach((family) -> on.add(family.label()));
		return file.rules()
			.stream()
			.filter((rule) -> !rule.optional() || on.contains(rule.family()))
			.flatMap((rule) -> rule.patterns().stream());
	}

	private static List<String> split(String phrase) {
		return List.of(phrase.split(" +"));
	}

	/**
	 * Puts a prompt into its canonical form.
	 */
	Rewriting rewrite(String prompt) {
		String text = prompt.strip();
		if (text.isEmpty() || !Reading.isPlain(text)) {
			return new Rewriting(prompt, text.length());
		}
		Reading reading = Reading.of(text, this.capitals);
		boolean several = reading.sentences().size() > 1;
		if (!reading.hasAnyOf(this.english) || (several && reading.hasAnyOf(this.mention))) {
			return new Rewriting(prompt, text.length());
		}
		return rewrite(reading, prompt);
	}

	private Rewriting rewrite(Reading reading, String prompt) {
		List<String> form = new ArrayList<>();
		long steps = prompt.length();
		for (int i = 0; i < reading.sentences().size(); i++) {
			Sentence sentence = rewrite(reading.sentences().get(i));
			steps += sentence.steps();
			if (sentence.size() > 0) {
				form.addAll(finish(sentence));
				form.add(reading.end(i));
			}
		}
		// Of courtesies alone none is idle.
		return new Rewriting(form.isEmpty() ? prompt : joined(form), steps);
	}

	private Sentence rewrite(List<String> read) {
		int quiet = mention(read);
		List<String> own = this.ownWords.replace(read, quiet);
		List<String> same = this.words.replace(own, own.size() - (read.size() - quiet));
		Sentence sentence = new Sentence(same, quiet < read.size());
		int patience = Sentence.PATIENCE;
		for (Phrasing done = step(sentence); done != null; done = step(sentence)) {
			if (!done.shortens() && --patience == 0) {
				break;
			}
		}
		return sentence;
	}

	private @Nullable Phrasing step(Sentence sentence) {
		if (sentence.size() == 0) {
			return null;
		}
		Phrasing done = this.phrasings.rewriteFront(sentence);
		return (done != null) ? done : this.phrasings.rewriteBack(sentence);
	}

	private List<String> finish(Sentence sentence) {
		List<String> words = sentence.words();
		int quiet = mention(words);
		List<String> left = this.articles.leaveOut(words, quiet);
		if (this.stemming && quiet == words.size()) {
			left.replaceAll(Plurals::singular);
		}
		return left;
	}

	/** Where words begin that may be talked about; the size where none are. */
	private int mention(List<String> words) {
		for (int i = 0; i < words.size(); i++) {
			if (this.mention.contains(words.get(i))) {
				return i;
			}
		}
		return words.size();
	}

	// Signs at the very end go, but five factorial is not five.
	private static String joined(List<String> form) {
		int last = form.size() - 1;
		boolean factorial = last > 0 && form.get(last).startsWith("!") && endsInDigit(form.get(last - 1));
		if (last > 0 && !factorial) {
			form.remove(last);
		}
		form.removeIf(String::isEmpty);
		return String.join(" ", form);
	}

	private static boolean endsInDigit(String word) {
		return Character.isDigit(word.charAt(word.length() - 1));
	}

	/**
	 * What became of a prompt.
	 *
	 * @param form the canonical form
	 * @param steps how many characters were read and words looked at
	 */
	record Rewriting(String form, long steps) {

	}

}
