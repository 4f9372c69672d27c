package io.llmcache.sample.ask;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

import io.llmcache.SemanticMatch;
import io.llmcache.sample.desk.Answer;
import io.llmcache.sample.desk.Reception;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.stereotype.Component;

/**
 * Asks the desk one question after another and prints each answer and how it came about.
 */
@Component
@ConditionalOnBooleanProperty(Conversation.PROPERTY)
class Conversation implements ApplicationRunner {

	static final String PROPERTY = "desk.ask.enabled";

	/** One question, the same in other words, and the first one again. */
	static final List<String> CAPITAL = List.of("What is the capital of France?", "Tell me the capital city of France.",
			"What is the capital of France?");

	private static final int SHORT_DIGEST = 12;

	private final Reception reception;

	private final PrintStream out;

	@SuppressWarnings("SystemOut")
	Conversation(Reception reception) {
		this.reception = reception;
		this.out = System.out;
	}

	@Override
	public void run(ApplicationArguments arguments) throws Exception {
		List<String> given = arguments.getNonOptionArgs();
		for (String question : given.isEmpty() ? CAPITAL : given) {
			this.out.print(told(question, this.reception.ask(question)));
		}
		this.out.println();
	}

	static String told(String question, Answer answer) {
		return String.format(Locale.ROOT, "%n  %s%n  %s%n  %-9s %,9.1f ms   %s%n", question, answer.answer(),
				outcome(answer), answer.millis(), how(answer));
	}

	private static String outcome(Answer answer) {
		return switch (answer.outcome()) {
			case EXACT_HIT -> "exact";
			case SEMANTIC_HIT -> "semantic";
			case STALE_HIT -> "stale";
			case COALESCED -> "coalesced";
			case MISS -> "miss";
			case BYPASS -> "bypass";
		};
	}

	private static String how(Answer answer) {
		SemanticMatch match = answer.match();
		if (match != null) {
			return how(match);
		}
		return switch (answer.outcome()) {
			case EXACT_HIT, STALE_HIT -> "the very same question, key " + start(answer.digest());
			case MISS -> "the model was called; kept under the key " + start(answer.digest());
			default -> "not from the cache" + ((answer.reason() != null) ? ": " + answer.reason() : "");
		};
	}

	private static String how(SemanticMatch match) {
		String found = switch (match.via()) {
			case QUESTION -> "found by the form of the question";
			case INDEX -> "found by its vector";
			case ALIAS -> "remembered from the time before";
		};
		String near = (match.similarity() != null) ? String.format(Locale.ROOT, ", cosine %.3f, passed %d guards",
				match.similarity(), match.guards().size()) : "";
		return found + near + "; answer of " + start(match.answeredBy());
	}

	private static String start(@Nullable String digest) {
		return (digest != null) ? digest.substring(0, SHORT_DIGEST) : "none";
	}

}
