package io.llmcache.semantic.question;

import java.util.ArrayList;
import java.util.List;

/**
 * Patterns that belong together, with the examples that show what they are for.
 *
 * @param family the family it is switched with
 * @param optional whether the family is off unless asked for
 */
record Rule(String name, String family, boolean optional, List<Pattern> patterns, List<Example> examples) {

	Rule(String name, String family, boolean optional) {
		this(name, family, optional, new ArrayList<>(), new ArrayList<>());
	}

}
