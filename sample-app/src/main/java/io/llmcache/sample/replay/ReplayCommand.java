package io.llmcache.sample.replay;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The short way to write a replay on the command line:
 * {@code replay --questions=2000 --threads=16 --distinct=500 --skew=1.0 --seed=1}.
 */
public final class ReplayCommand {

	private static final String PREFIX = "desk.replay.";

	private static final Set<String> WORDS = Set.of("replay", "--replay", "--" + PREFIX + "enabled",
			"--" + PREFIX + "enabled=true");

	private static final Set<String> OPTIONS = Set.of("questions", "threads", "distinct", "skew", "seed");

	// No page, and nothing between the lines of the progress but warnings.
	private static final Map<String, Object> QUIET = Map.of("spring.main.web-application-type", "none",
			"spring.main.banner-mode", "off", "spring.main.log-startup-info", "false", "logging.level.root", "warn");

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
	 * for a replay.
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
		return expanded.toArray(String[]::new);
	}

	/**
	 * Properties that a replay has where the user says nothing else.
	 * @param arguments the command line
	 */
	public static Map<String, Object> defaults(String... arguments) {
		return isIn(arguments) ? QUIET : Map.of();
	}

	private static String option(String argument) {
		String name = argument.replaceFirst("^--", "").replaceFirst("=.*", "");
		return (argument.startsWith("--") && OPTIONS.contains(name)) ? "--" + PREFIX + argument.substring(2) : argument;
	}

}
