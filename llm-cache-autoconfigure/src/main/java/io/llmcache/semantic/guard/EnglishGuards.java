package io.llmcache.semantic.guard;

import java.util.List;

import io.llmcache.semantic.SemanticGuard;

/**
 * The guards for questions in English. They know words from lists, not grammar: what no
 * list names, they cannot tell. Of two texts that are not English and not equal, those
 * that need the language are unsure, so such a pair is a miss while they are switched on.
 */
public final class EnglishGuards {

	private EnglishGuards() {
	}

	/**
	 * All of them, each with its own name. Thread-safe, without state.
	 */
	public static List<SemanticGuard> all() {
		return List.of(new NumbersGuard(), new UnitsGuard(), new NegationGuard(), new AntonymsGuard(),
				new QuotesGuard(), new DirectionGuard(), new EntitiesGuard(), new TimeGuard(), new ScopeGuard(),
				new KindsGuard());
	}

}
