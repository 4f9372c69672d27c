package io.llmcache.semantic.question;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * A resource file of this package, read: sets of words and rules with their examples. The
 * format is described at the head of {@code rules.txt}.
 *
 * @param lines the lines that say something, for the fingerprint
 */
record RuleFile(List<String> lines, Map<String, Set<String>> sets, List<Rule> rules) {

	private static final String OFF = "(off)";

	static RuleFile read(String name) {
		try (InputStream stream = RuleFile.class.getResourceAsStream(name)) {
			if (stream == null) {
				throw new IllegalStateException("The resource " + name + " is missing");
			}
			return parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	static RuleFile parse(String text) {
		List<String> lines = text.lines()
			.filter((line) -> !line.isBlank() && !line.startsWith("#"))
			.map(String::strip)
			.toList();
		Parser parser = new Parser();
		lines.forEach(parser::take);
		return new RuleFile(lines, parser.sets, parser.rules);
	}

	private static final class Parser {

		private final Map<String, Set<String>> sets = new HashMap<>();

		private final List<Rule> rules = new ArrayList<>();

		private String family = "";

		private boolean optional;

		private @Nullable Set<String> set;

		private void take(String line) {
			if (line.startsWith("== ")) {
				this.optional = line.endsWith(OFF);
				this.family = line.substring(3).replace(OFF, "").strip();
			}
			else if (line.startsWith("[")) {
				this.rules.add(new Rule(line.substring(1, line.indexOf(']')), this.family, this.optional));
				this.set = null;
			}
			else if (line.startsWith("{") && line.endsWith("}")) {
				this.set = this.sets.computeIfAbsent(line.substring(1, line.length() - 1), (name) -> new HashSet<>());
			}
			else {
				takeContent(line);
			}
		}

		private void takeContent(String line) {
			if (this.set != null) {
				this.set.addAll(List.of(line.split("\\s+")));
			}
			else if (line.startsWith("= ") || line.startsWith("! ")) {
				rule().examples().add(Example.parse(line));
			}
			else {
				rule().patterns().add(Pattern.parse(line));
			}
		}

		private Rule rule() {
			if (this.rules.isEmpty()) {
				throw new IllegalArgumentException("A line stands before the first rule");
			}
			return this.rules.get(this.rules.size() - 1);
		}

	}

}
