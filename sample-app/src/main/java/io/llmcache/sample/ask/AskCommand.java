package io.llmcache.sample.ask;

import java.util.Arrays;
import java.util.Set;

/**
 * The short way to ask on the command line: {@code ask "How do I locate my card?"}, with
 * as many questions as you like; without any, {@link Conversation#CAPITAL} is asked.
 */
public final class AskCommand {

	private static final String ENABLED = "--" + Conversation.PROPERTY + "=true";

	private static final Set<String> WORDS = Set.of("ask", "--ask", "--" + Conversation.PROPERTY, ENABLED);

	private AskCommand() {
	}

	/**
	 * Whether the arguments are questions to be answered. Only the first word counts: any
	 * other is a question.
	 * @param arguments the command line
	 */
	public static boolean isIn(String... arguments) {
		return arguments.length > 0 && WORDS.contains(arguments[0]);
	}

	/**
	 * The arguments as Spring Boot understands them; as they are where they ask nothing.
	 * @param arguments the command line
	 */
	public static String[] expand(String... arguments) {
		if (!isIn(arguments)) {
			return arguments;
		}
		String[] expanded = Arrays.copyOf(arguments, arguments.length);
		expanded[0] = ENABLED;
		return expanded;
	}

}
