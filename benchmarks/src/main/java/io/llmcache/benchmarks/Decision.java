package io.llmcache.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.llmcache.semantic.QuestionNormaliser;
import io.llmcache.semantic.SemanticPolicy;
import io.llmcache.semantic.SemanticPolicy.Candidate;
import io.llmcache.semantic.SemanticPolicy.Judged;
import io.llmcache.semantic.SemanticPolicy.Terms;
import io.llmcache.semantic.UnitVector;
import io.llmcache.semantic.guard.EnglishGuards;
import io.llmcache.semantic.question.EnglishQuestions;

/**
 * What the product decides, by its own code: first the question key, then the nearest
 * candidates, threshold and guards. Thread-safe.
 */
final class Decision {

	private static final SemanticPolicy policy = new SemanticPolicy(EnglishGuards.all());

	private static final QuestionNormaliser questions = new EnglishQuestions();

	private static final Map<String, String> forms = new ConcurrentHashMap<>();

	private final Terms terms;

	/**
	 * The decision on certain terms.
	 * @param threshold the cosine that a pair must reach
	 * @param withoutGuards names of guards that are switched off
	 */
	Decision(double threshold, Set<String> withoutGuards) {
		this.terms = new Terms(threshold, withoutGuards);
	}

	/**
	 * Sees to it that guards exist.
	 * @param names their names
	 * @throws IllegalArgumentException when there is none of such a name
	 */
	static void check(Set<String> names) {
		if (!policy.guards().containsAll(names)) {
			throw new IllegalArgumentException("Guards are " + String.join(", ", policy.guards()));
		}
	}

	/**
	 * The canonical form of a question: its key.
	 */
	static String form(String question) {
		return forms.computeIfAbsent(question, questions::canonical);
	}

	/**
	 * What is thought of cached questions.
	 * @param asked the question asked
	 * @param candidates cached questions
	 * @return the nearest of them, nearest first
	 */
	List<Judged> judge(String asked, List<Candidate> candidates) {
		return policy.judge(asked, this.terms, candidates);
	}

	/**
	 * What becomes of a question when nothing but the answer to another is cached.
	 */
	Trial tryOut(QuestionPair pair, TextVectors vectors) {
		boolean sameForm = form(pair.asked()).equals(form(pair.answered()));
		UnitVector asked = vectors.of(pair.asked());
		UnitVector answered = vectors.of(pair.answered());
		if (asked == null || answered == null) {
			return new Trial(pair, sameForm, null);
		}
		Candidate candidate = Neighbours.candidate(pair.answered(), asked.cosine(answered));
		return new Trial(pair, sameForm, judge(pair.asked(), List.of(candidate)).get(0));
	}

}
