package io.llmcache.semantic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

import io.llmcache.key.Digest;
import io.llmcache.semantic.SemanticGuard.Opinion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides whose answer may serve a question: the cosine must reach the threshold, and no
 * guard may speak against the pair. A threshold alone serves 30 to 39 of 100 minimal
 * edits wrongly, hence the guards. Thread-safe.
 */
public final class SemanticPolicy {

	/** The most candidates that guards look at. */
	public static final int CANDIDATES = 5;

	private static final Logger logger = LoggerFactory.getLogger(SemanticPolicy.class);

	private final List<SemanticGuard> guards;

	/**
	 * A policy.
	 * @param guards asked in order, all of them, so that each has its count
	 */
	public SemanticPolicy(List<SemanticGuard> guards) {
		this.guards = List.copyOf(guards);
	}

	/**
	 * Judges the nearest candidates until one is accepted; guards are asked about those
	 * that are near enough.
	 * @param question the question asked
	 * @param terms what must hold
	 * @param candidates stored questions, in any order
	 * @return the nearest five at most, nearest first; none behind one that is accepted
	 */
	public List<Judged> judge(String question, Terms terms, List<Candidate> candidates) {
		Wording asked = new Wording(question);
		List<Judged> judged = new ArrayList<>(CANDIDATES);
		for (Candidate candidate : nearest(candidates).toList()) {
			boolean near = candidate.cosine() >= terms.threshold();
			Judged one = near ? judge(asked, terms, candidate) : new Judged(candidate, Map.of(), false);
			judged.add(one);
			if (one.isAccepted()) {
				break;
			}
		}
		return judged;
	}

	/**
	 * Judges the nearest candidates, and guards are asked about all of them.
	 * @param question the question asked
	 * @param terms what must hold
	 * @param candidates stored questions, in any order
	 * @return the nearest five at most, nearest first
	 */
	public List<Judged> explain(String question, Terms terms, List<Candidate> candidates) {
		Wording asked = new Wording(question);
		return nearest(candidates).map((candidate) -> judge(asked, terms, candidate)).toList();
	}

	private static Stream<Candidate> nearest(List<Candidate> candidates) {
		return candidates.stream().sorted(Comparator.comparingDouble(Candidate::cosine).reversed()).limit(CANDIDATES);
	}

	private Judged judge(Wording asked, Terms terms, Candidate candidate) {
		Wording answered = new Wording(candidate.question());
		Map<String, Opinion> opinions = new LinkedHashMap<>();
		for (SemanticGuard guard : this.guards) {
			if (!terms.withoutGuards().contains(guard.name())) {
				opinions.put(guard.name(), opinion(guard, asked, answered));
			}
		}
		return new Judged(candidate, opinions, candidate.cosine() >= terms.threshold());
	}

	private static Opinion opinion(SemanticGuard guard, Wording asked, Wording answered) {
		try {
			return guard.judge(asked, answered);
		}
		catch (RuntimeException | StackOverflowError ex) {
			// Not its message: it may quote the texts.
			logger.debug("The guard {} failed with {}", guard.name(), ex.getClass().getName());
			return Opinion.UNSURE;
		}
	}

	/**
	 * Names of the guards, in order.
	 */
	public List<String> guards() {
		return this.guards.stream().map(SemanticGuard::name).toList();
	}

	/**
	 * What must hold for an answer to be served.
	 *
	 * @param threshold cosine in [-1, 1] that a pair must reach
	 * @param withoutGuards names of the guards that are not asked
	 */
	public record Terms(double threshold, Set<String> withoutGuards) {

	}

	/**
	 * A stored question that may be the same.
	 *
	 * @param digest its digest
	 * @param question its text
	 * @param cosine cosine in [-1, 1] to the question asked, exact
	 */
	public record Candidate(Digest digest, String question, double cosine) {

		/** Leaves the text out. */
		@Override
		public String toString() {
			return "Candidate[" + this.digest + ", " + this.cosine + "]";
		}

	}

	/**
	 * A candidate and what is thought of it.
	 *
	 * @param candidate the candidate
	 * @param opinions what each guard thinks, by name
	 * @param near whether the cosine reaches the threshold
	 */
	public record Judged(Candidate candidate, Map<String, Opinion> opinions, boolean near) {

		/**
		 * Whether its answer may be served.
		 */
		public boolean isAccepted() {
			return this.near && objections().isEmpty();
		}

		/**
		 * Names of the guards that did not let the pair pass.
		 */
		public List<String> objections() {
			List<String> names = new ArrayList<>();
			this.opinions.forEach((name, opinion) -> {
				if (opinion != Opinion.PASS) {
					names.add(name);
				}
			});
			return names;
		}

	}

}
