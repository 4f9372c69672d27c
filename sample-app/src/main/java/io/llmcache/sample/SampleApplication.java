package io.llmcache.sample;

import java.util.Map;

import io.llmcache.sample.ask.AskCommand;
import io.llmcache.sample.replay.ReplayCommand;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * The support desk: a page to ask on, a replay of many questions, or a few questions on
 * the command line.
 */
@SpringBootApplication
public class SampleApplication {

	// No page, and nothing between the lines printed but warnings.
	private static final Map<String, Object> QUIET = Map.of("spring.main.web-application-type", "none",
			"spring.main.banner-mode", "off", "spring.main.log-startup-info", "false", "logging.level.root", "warn");

	/**
	 * Opens the desk, or asks and ends.
	 * @param arguments options of Spring Boot, after {@code replay} and its options or
	 * {@code ask} and questions where nobody is to see the page
	 */
	public static void main(String[] arguments) {
		ConfigurableApplicationContext context = start(arguments);
		if (isCommand(arguments)) {
			System.exit(SpringApplication.exit(context));
		}
	}

	/**
	 * Opens the desk, or asks.
	 * @param arguments as for {@link #main}
	 */
	public static ConfigurableApplicationContext start(String... arguments) {
		SpringApplication application = new SpringApplication(SampleApplication.class);
		application.setDefaultProperties(isCommand(arguments) ? QUIET : Map.of());
		return application
			.run(AskCommand.isIn(arguments) ? AskCommand.expand(arguments) : ReplayCommand.expand(arguments));
	}

	private static boolean isCommand(String... arguments) {
		return AskCommand.isIn(arguments) || ReplayCommand.isIn(arguments);
	}

}
