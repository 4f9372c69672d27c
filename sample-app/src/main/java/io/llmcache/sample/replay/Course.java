package io.llmcache.sample.replay;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

import io.llmcache.CacheOutcome;
import io.llmcache.SemanticMatch;
import io.llmcache.sample.data.Question;
import io.llmcache.sample.desk.Answer;
import org.jspecify.annotations.Nullable;

/**
 * How the answers of a replay came about as it went on, and by the labels of the data
 * which of them had been given to a customer who was after something else. Thread-safe.
 */
final class Course {

	private final Queue<Arrival> arrivals = new ConcurrentLinkedQueue<>();

	private final Map<String, String> intents = new ConcurrentHashMap<>();

	void add(Question question, Answer answer) {
		if (answer.digest() != null) {
			this.intents.put(answer.digest(), question.intent());
		}
		SemanticMatch match = answer.match();
		this.arrivals.add(new Arrival(way(answer), question.intent(), (match != null) ? match.answeredBy() : null));
	}

	private static Way way(Answer answer) {
		if (answer.outcome().isHit()) {
			return (answer.match() != null) ? Way.SEMANTIC : Way.EXACT;
		}
		return (answer.outcome() == CacheOutcome.MISS) ? Way.MISS : Way.OTHER;
	}

	/** All answers so far. */
	Part whole() {
		return part(0, List.copyOf(this.arrivals));
	}

	/**
	 * The answers in the order in which they arrived, in parts of about the same size.
	 * @param number of parts; those that would be empty are left out
	 */
	List<Part> parts(int number) {
		List<Arrival> all = List.copyOf(this.arrivals);
		List<Part> parts = new ArrayList<>();
		for (int i = 0; i < number; i++) {
			int from = (int) ((long) all.size() * i / number);
			int to = (int) ((long) all.size() * (i + 1) / number);
			if (from < to) {
				parts.add(part(from, all.subList(from, to)));
			}
		}
		return parts;
	}

	private Part part(int from, List<Arrival> arrivals) {
		int[] ways = new int[Way.values().length];
		int wrong = 0;
		int unlabelled = 0;
		for (Arrival arrival : arrivals) {
			ways[arrival.way().ordinal()]++;
			if (arrival.answeredBy() != null) {
				// Only now: the two customers may have been served in the other order.
				String given = this.intents.get(arrival.answeredBy());
				unlabelled += (given == null) ? 1 : 0;
				wrong += (given != null && !given.equals(arrival.intent())) ? 1 : 0;
			}
		}
		return new Part(from + 1, from + arrivals.size(), ways[Way.EXACT.ordinal()], ways[Way.SEMANTIC.ordinal()],
				ways[Way.MISS.ordinal()], wrong, unlabelled);
	}

	/** How an answer came about. */
	private enum Way {

		EXACT, SEMANTIC, MISS, OTHER

	}

	/**
	 * An answer.
	 *
	 * @param way how it came about
	 * @param intent label of the question asked
	 * @param answeredBy digest of the question answered; null when it is the one asked
	 */
	private record Arrival(Way way, String intent, @Nullable String answeredBy) {

	}

	/**
	 * Some answers in a row.
	 *
	 * @param first number of the first, counted from 1
	 * @param last number of the last
	 * @param exact answers from the cache to the very same question
	 * @param semantic answers from the cache to the same question in other words
	 * @param misses answers of the model
	 * @param wrong answers to a question with another label
	 * @param unlabelled answers to a question that another instance was asked, so that
	 * its label is not known here
	 */
	record Part(int first, int last, int exact, int semantic, int misses, int wrong, int unlabelled) {

		/** So many of these answers in per cent. */
		double percent(int number) {
			return 100.0 * number / Math.max(1, this.last - this.first + 1);
		}

		/** Wrong ones in per cent of those whose label is known. */
		double percentWrong() {
			return 100.0 * this.wrong / Math.max(1, this.semantic - this.unlabelled);
		}

	}

}
