package com.example.desk;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;

import org.springframework.boot.ExitCodeGenerator;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/**
 * Asks the same question twice; ends with 0 when the model was paid once.
 */
@SpringBootApplication
public class DeskApplication {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	public static void main(String[] arguments) {
		System.exit(run(arguments));
	}

	static int run(String... arguments) {
		return SpringApplication.exit(SpringApplication.run(DeskApplication.class, arguments));
	}

	@Bean
	ExitCodeGenerator exitCode(Desk desk, Model model) {
		return () -> paidOnce(desk, model) ? 0 : 1;
	}

	// Until Redis has answered, calls go to the model; a busy build machine takes its time.
	private static boolean paidOnce(Desk desk, Model model) {
		long end = System.nanoTime() + PATIENCE.toNanos();
		while (System.nanoTime() - end < 0) {
			String question = "What is " + UUID.randomUUID() + "?";
			int before = model.calls();
			String first = desk.answer(question);
			String second = desk.answer(question);
			if (model.calls() == before + 1 && first.equals(second)) {
				return true;
			}
			LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
		}
		return false;
	}

}
