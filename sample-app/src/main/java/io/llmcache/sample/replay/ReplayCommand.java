package io.llmcache.sample.replay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The short way to write a replay on the command line:
 * {@code replay --questions=2000 --threads=16 --distinct=500 --skew=1.0 --seed=1 --semantic}.
 */
public final class ReplayCommand {

	private static final String PREFIX = "desk.replay.";

	private static final Set<String> WORDS = Set.of("replay", "--replay", "--" + PREFIX + "enabled",
			"--" + PREFIX + "enabled=true");

	private static final Set<String> OPTIONS = Set.of("questions", "threads", "distinct", "skew", "seed", "semantic");

	private static final String MODE = "--llm.cache.semantic.mode=";

	private ReplayCommand() {
	}

	/**
	 * Whether the arguments ask for a replay.
	 * @param arguments the command line
	 */
	public static boolean isIn(String... arguments) {
		return Arrays.stream(arguments).anyMatch(WORDS::contains);
	}

	/**
	 * The arguments as Spring Boot understands them; as they are where they do not ask
	 * for a replay. Without {@code --semantic} only the very same question is answered
	 * from the cache, so that the two ways can be compared.
	 * @param arguments the command line
	 */
	public static String[] expand(String... arguments) {
		if (!isIn(arguments)) {
			return arguments;
		}
		List<String> expanded = new ArrayList<>();
		expanded.add("--" + PREFIX + "enabled=true");
		Arrays.stream(arguments)
			.filter((argument) -> !WORDS.contains(argument))
			.map(ReplayCommand::option)
			.forEach(expanded::add);
		if (expanded.stream().noneMatch((argument) -> argument.startsWith(MODE))) {
			expanded.add(MODE + (expanded.contains("--" + PREFIX + "semantic=true") ? "serve" : "off"));
		}
		return expanded.toArray(String[]::new);
	}

	private static String option(String argument) {
		String name = argument.replaceFirst("^--", "").replaceFirst("=.*", "");
		if (!argument.startsWith("--") || !OPTIONS.contains(name)) {
			return argument;
		}
		// A switch may stand alone; Spring Boot wants a value.
		return "--" + PREFIX + argument.substring(2) + (argument.equals("--semantic") ? "=true" : "");
	}

}
