package io.llmcache.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.Arrays;

import org.springframework.context.ConfigurableApplicationContext;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A fresh JVM of {@link StartBenchmark}: starts the application once, tells how long that
 * took, then answers each line that names an assistant and a question with how long the
 * answer took. It ends with its input.
 */
final class StartProcess {

	private StartProcess() {
	}

	/**
	 * Starts the application.
	 * @param args its properties, those that point at its Redis included
	 */
	public static void main(String[] args) throws IOException {
		PrintStream answers = System.out;
		// Whatever logs to standard output must not end up among the answers.
		System.setOut(System.err);
		long begin = System.nanoTime();
		try (ConfigurableApplicationContext context = BenchmarkApplication.start(args)) {
			answers.println(System.nanoTime() - begin);
			try (BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, UTF_8))) {
				for (String command = commands.readLine(); command != null; command = commands.readLine()) {
					answers.println(hit(context, command.split(" ", 2)));
				}
			}
		}
	}

	private static long hit(ConfigurableApplicationContext context, String[] words) {
		Assistant assistant = context.getBean(words[0], Assistant.class);
		Model model = context.getBean(Model.class);
		long begin = System.nanoTime();
		String answer = assistant.answer(words[1]);
		long nanos = System.nanoTime() - begin;
		if (model.calls() > 0 || !Model.answerTo(words[1]).equals(answer)) {
			throw new IllegalStateException(
					"No hit: " + model.calls() + " calls of the model, asked " + Arrays.toString(words));
		}
		return nanos;
	}

}
