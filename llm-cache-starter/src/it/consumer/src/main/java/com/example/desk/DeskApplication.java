package com.example.desk;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.ExitCodeGenerator;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.annotation.Bean;

/**
 * Asks the same question twice; ends with 0 when the model was paid once.
 */
@SpringBootApplication
public class DeskApplication {

	public static void main(String[] arguments) {
		System.exit(run(arguments));
	}

	static int run(String... arguments) {
		return SpringApplication.exit(SpringApplication.run(DeskApplication.class, arguments));
	}

	@Bean
	ApplicationRunner askTwice(Desk desk) {
		return (arguments) -> {
			String question = arguments.getSourceArgs()[0];
			String first = desk.answer(question);
			String second = desk.answer(question);
			if (!first.equals(second)) {
				throw new IllegalStateException("Two answers to one question");
			}
		};
	}

	@Bean
	ExitCodeGenerator exitCode(Model model) {
		return () -> (model.calls() == 1) ? 0 : 10 + model.calls();
	}

}
