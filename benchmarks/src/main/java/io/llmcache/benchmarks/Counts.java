package io.llmcache.benchmarks;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Counts by name, which can be sent from process to process in a line. Immutable.
 *
 * @param byName the counts; names without blanks and equals signs
 */
record Counts(Map<String, Long> byName) {

	static final Counts NONE = new Counts(Map.of());

	Counts {
		byName = Collections.unmodifiableMap(new TreeMap<>(byName));
	}

	static Counts parse(String line) {
		Map<String, Long> byName = new TreeMap<>();
		for (String word : line.strip().split(" ")) {
			int equals = word.indexOf('=');
			if (equals > 0) {
				byName.put(word.substring(0, equals), Long.valueOf(word.substring(equals + 1)));
			}
		}
		return new Counts(byName);
	}

	/** One line, for {@link #parse}. */
	String line() {
		return this.byName.entrySet()
			.stream()
			.map((entry) -> entry.getKey() + "=" + entry.getValue())
			.collect(Collectors.joining(" "));
	}

	long of(String name) {
		return this.byName.getOrDefault(name, 0L);
	}

	/** The sum of all whose name starts so. */
	long sum(String start) {
		return starting(start).byName.values().stream().mapToLong(Long::longValue).sum();
	}

	/** Those whose name starts so, without that start. */
	Counts starting(String start) {
		Map<String, Long> some = new TreeMap<>();
		this.byName.forEach((name, count) -> {
			if (name.startsWith(start)) {
				some.put(name.substring(start.length()), count);
			}
		});
		return new Counts(some);
	}

	/** What has come and what has gone, where these are differences. */
	long changes() {
		return this.byName.values().stream().mapToLong(Math::abs).sum();
	}

	Counts plus(Counts other) {
		Map<String, Long> sums = new TreeMap<>(this.byName);
		other.byName.forEach((name, count) -> sums.merge(name, count, Long::sum));
		return new Counts(sums);
	}

	/** What has come since; what has not changed is left out. */
	Counts since(Counts before) {
		Map<String, Long> differences = new TreeMap<>(this.byName);
		before.byName.forEach((name, count) -> differences.merge(name, -count, Long::sum));
		differences.values().removeIf((count) -> count == 0);
		return new Counts(differences);
	}

	@Override
	public String toString() {
		return this.byName.isEmpty() ? "none" : line();
	}

}
