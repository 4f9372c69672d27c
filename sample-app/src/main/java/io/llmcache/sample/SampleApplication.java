package io.llmcache.sample;

import io.llmcache.sample.replay.ReplayCommand;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The support desk: a page to ask on, or a replay of many questions.
 */
@SpringBootApplication
public class SampleApplication {

	/**
	 * Opens the desk, or replays and ends.
	 * @param arguments options of Spring Boot, or {@code replay} and its options
	 */
	public static void main(String[] arguments) {
		SpringApplication application = new SpringApplication(SampleApplication.class);
		application.setDefaultProperties(ReplayCommand.defaults(arguments));
		ConfigurableApplicationContext context = application.run(ReplayCommand.expand(arguments));
		if (ReplayCommand.isIn(arguments)) {
			System.exit(SpringApplication.exit(context));
		}
	}

}
