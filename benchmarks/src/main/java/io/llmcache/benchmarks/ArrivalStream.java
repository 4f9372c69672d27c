package io.llmcache.benchmarks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.llmcache.benchmarks.Hit.Way;
import io.llmcache.semantic.SemanticPolicy.Candidate;
import io.llmcache.semantic.SemanticPolicy.Judged;
import org.jspecify.annotations.Nullable;

/**
 * A cache that starts empty and gets one question after the other; whatever it cannot
 * answer is answered by the model and cached.
 */
final class ArrivalStream {

	private final Decision decision;

	private final Neighbours neighbours;

	/** Whose answer each wording has got: its own or another's. */
	private final Map<String, LabelledText> wordings = new HashMap<>();

	private final Map<String, LabelledText> forms = new HashMap<>();

	private final Map<String, LabelledText> cached = new HashMap<>();

	private final List<Hit> hits = new ArrayList<>();

	private final Map<String, Integer> vetoes = new TreeMap<>();

	/**
	 * An empty cache.
	 * @param decision decides whose answer serves
	 * @param neighbours of all questions that will arrive, down to the threshold
	 */
	ArrivalStream(Decision decision, Neighbours neighbours) {
		this.decision = decision;
		this.neighbours = neighbours;
	}

	void arrive(LabelledText asked) {
		Hit hit = find(asked);
		if (hit != null) {
			this.hits.add(hit);
			this.wordings.put(asked.text(), hit.answered());
			return;
		}
		this.wordings.put(asked.text(), asked);
		this.forms.put(Decision.form(asked.text()), asked);
		this.cached.put(asked.text(), asked);
	}

	private @Nullable Hit find(LabelledText asked) {
		LabelledText same = this.wordings.get(asked.text());
		if (same != null) {
			return new Hit(asked, same, Way.REPEAT, Double.NaN);
		}
		LabelledText sameForm = this.forms.get(Decision.form(asked.text()));
		if (sameForm != null) {
			return new Hit(asked, sameForm, Way.KEY, Double.NaN);
		}
		return nearest(asked);
	}

	private @Nullable Hit nearest(LabelledText asked) {
		List<Candidate> candidates = this.neighbours.of(asked.text())
			.stream()
			.filter((candidate) -> this.cached.containsKey(candidate.question()))
			.toList();
		List<Judged> judged = this.decision.judge(asked.text(), candidates);
		judged.stream()
			.filter(Judged::near)
			.flatMap((one) -> one.objections().stream())
			.forEach((guard) -> this.vetoes.merge(guard, 1, Integer::sum));
		for (Judged one : judged) {
			LabelledText answered = this.cached.get(one.candidate().question());
			if (one.isAccepted() && answered != null) {
				return new Hit(asked, answered, Way.COSINE, one.candidate().cosine());
			}
		}
		return null;
	}

	List<Hit> hits() {
		return this.hits;
	}

	/** How often each guard spoke against a pair that was near enough. */
	Map<String, Integer> vetoes() {
		return this.vetoes;
	}

}
