package io.llmcache.semantic.guard;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a question asks for. */
final class Questions {

	private static final Set<String> PLAIN = Set.of("who", "where", "when", "why");

	/** What is asked for by its name: <i>what is the reason</i> asks why. */
	private static final Map<String, String> SOUGHT = Map.of("reason", "why", "reasons", "why", "number", "how many",
			"amount", "how much", "date", "when", "distance", "how far", "age", "how old", "height", "how tall",
			"duration", "how long");

	private static final Set<String> MEASURES = Set.of("many", "much", "long", "often", "far", "old", "tall", "big",
			"deep", "fast", "high", "heavy", "wide");

	private Questions() {
	}

	static Set<String> asked(Reading reading) {
		Set<String> asked = new HashSet<>();
		List<Token> tokens = reading.tokens();
		for (int i = 0; i < tokens.size(); i++) {
			String word = tokens.get(i).text();
			if (PLAIN.contains(word)) {
				asked.add(word);
			}
			else if (word.equals("whom") || word.equals("whose")) {
				asked.add("who");
			}
			else if (SOUGHT.containsKey(word) && reading.is(i - 1, "the")
					&& reading.is(i - 2, "is", "was", "are", "were") && reading.is(i - 3, "what")) {
				asked.add(SOUGHT.get(word));
			}
			else if (word.equals("how") && i + 1 < tokens.size() && MEASURES.contains(tokens.get(i + 1).text())) {
				boolean time = reading.is(i + 2, "time", "days", "hours", "minutes", "weeks", "months", "years");
				asked.add("how " + (time ? "long" : tokens.get(i + 1).text()));
			}
		}
		return asked;
	}

}
