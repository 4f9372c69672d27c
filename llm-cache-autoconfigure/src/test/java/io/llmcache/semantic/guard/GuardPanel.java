package io.llmcache.semantic.guard;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.llmcache.semantic.SemanticGuard;
import io.llmcache.semantic.SemanticGuard.Opinion;

/**
 * All guards over one pair. As a program it reads pairs, two texts a line with a tab
 * between them, and prints who spoke against which.
 */
final class GuardPanel {

	private final List<SemanticGuard> guards = EnglishGuards.all();

	/** The guards that do not let a pair pass. */
	Map<String, Opinion> speakers(String asked, String answered) {
		Map<String, Opinion> speakers = new LinkedHashMap<>();
		for (SemanticGuard guard : this.guards) {
			Opinion opinion = guard.judge(asked, answered);
			if (opinion != Opinion.PASS) {
				speakers.put(guard.name(), opinion);
			}
		}
		return speakers;
	}

	public static void main(String[] args) throws IOException {
		new GuardPanel().print(Files.readAllLines(Path.of(args[0])), System.out);
	}

	private void print(List<String> pairs, PrintStream out) {
		Map<String, Integer> count = new TreeMap<>();
		int stopped = 0;
		for (String pair : pairs) {
			String[] texts = pair.split("\t");
			Map<String, Opinion> speakers = speakers(texts[0], texts[1]);
			speakers.keySet().forEach((name) -> count.merge(name, 1, Integer::sum));
			stopped += speakers.isEmpty() ? 0 : 1;
			out.println(speakers + "\t" + texts[0] + "\t" + texts[1]);
		}
		out.println(stopped + " of " + pairs.size() + " stopped " + count);
	}

}
