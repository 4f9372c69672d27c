package io.llmcache.benchmarks;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What people found when they read pairs that labels call different: labels are wrong at
 * times, and two intents may have one answer. Immutable.
 */
final class Readings {

	private final Map<String, Boolean> different = new HashMap<>();

	/**
	 * The readings.
	 * @param rows set, one question, the other, same or different, why
	 */
	Readings(List<List<String>> rows) {
		for (List<String> row : rows) {
			String verdict = row.get(3);
			if (!verdict.equals("same") && !verdict.equals("different")) {
				throw new IllegalArgumentException("A verdict is same or different, not " + verdict);
			}
			this.different.put(key(row.get(0), row.get(1), row.get(2)), verdict.equals("different"));
		}
	}

	static Readings committed() {
		return new Readings(Tsv.evaluation("judged.tsv", 5));
	}

	boolean isRead(String set, String one, String other) {
		return this.different.containsKey(key(set, one, other));
	}

	/**
	 * Whether the questions differ; those that nobody has read do, to be on the safe
	 * side.
	 */
	boolean isDifferent(String set, String one, String other) {
		return this.different.getOrDefault(key(set, one, other), true);
	}

	private static String key(String set, String one, String other) {
		String first = PairFile.inOneLine(one);
		String second = PairFile.inOneLine(other);
		return (first.compareTo(second) < 0) ? set + "\t" + first + "\t" + second : set + "\t" + second + "\t" + first;
	}

}
