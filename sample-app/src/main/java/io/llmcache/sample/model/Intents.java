package io.llmcache.sample.model;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

import io.llmcache.sample.data.Question;

/**
 * Tells what a customer is after: by the very question where the data has it, else by the
 * training questions that share the most telling words with it. Immutable.
 */
final class Intents {

	// Below this the nearest question is no guide: questions that have nothing to do with
	// a bank hardly ever come this near.
	private static final double NEAR_ENOUGH = 0.5;

	private static final int NEIGHBOURS = 10;

	private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

	private final Map<String, String> exact = new HashMap<>();

	private final List<Question> training;

	private final Map<String, List<Integer>> questionsByWord = new HashMap<>();

	private final double[] norms;

	Intents(List<Question> training, List<Question> all) {
		all.forEach((question) -> this.exact.put(plain(question.text()), question.intent()));
		// Last, so that it wins: a few questions differ by their marks alone.
		all.forEach((question) -> this.exact.put(Question.normalised(question.text()), question.intent()));
		this.training = List.copyOf(training);
		for (int i = 0; i < training.size(); i++) {
			for (String word : words(training.get(i).text())) {
				this.questionsByWord.computeIfAbsent(word, (key) -> new ArrayList<>()).add(i);
			}
		}
		this.norms = training.stream().mapToDouble((question) -> norm(words(question.text()))).toArray();
	}

	/**
	 * The intent of a question, or nothing where a guess would be a bad one.
	 * @param question the question
	 */
	Optional<String> of(String question) {
		String known = this.exact.getOrDefault(Question.normalised(question), this.exact.get(plain(question)));
		return (known != null) ? Optional.of(known) : nearest(question);
	}

	/**
	 * The intent that most of the nearest training questions have, nearer ones counting
	 * for more.
	 * @param question the question
	 */
	Optional<String> nearest(String question) {
		double[] cosines = cosines(words(question));
		List<Integer> neighbours = IntStream.range(0, cosines.length)
			.filter((i) -> cosines[i] > 0)
			.boxed()
			.sorted(Comparator.comparingDouble((Integer i) -> -cosines[i]))
			.limit(NEIGHBOURS)
			.toList();
		if (neighbours.isEmpty() || cosines[neighbours.get(0)] < NEAR_ENOUGH) {
			return Optional.empty();
		}
		Map<String, Double> votes = new HashMap<>();
		neighbours.forEach((i) -> votes.merge(this.training.get(i).intent(), cosines[i] * cosines[i], Double::sum));
		return votes.entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
	}

	/** How near each training question is, by the weighted words in common. */
	private double[] cosines(Set<String> words) {
		double[] cosines = new double[this.training.size()];
		double norm = norm(words);
		for (String word : words) {
			double weight = weight(word);
			for (int i : this.questionsByWord.getOrDefault(word, List.of())) {
				cosines[i] += weight * weight / (norm * this.norms[i]);
			}
		}
		return cosines;
	}

	private double norm(Set<String> words) {
		return Math.sqrt(words.stream().mapToDouble((word) -> weight(word) * weight(word)).sum());
	}

	/** Rare words tell more; words never seen count as the rarest. */
	private double weight(String word) {
		int questions = this.questionsByWord.getOrDefault(word, List.of()).size();
		return Math.log((this.training.size() + 1.0) / (questions + 1.0));
	}

	private static Set<String> words(String text) {
		Set<String> words = new HashSet<>(List.of(plain(text).split(" ")));
		words.remove("");
		return words;
	}

	/** Words in small letters, without the marks between them. */
	private static String plain(String text) {
		return NO_WORD.matcher(text.toLowerCase(Locale.ROOT)).replaceAll(" ").strip();
	}

}
