package io.llmcache.test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;

import org.testcontainers.DockerClientFactory;

/**
 * Whether there is a Docker for Testcontainers.
 */
public final class Docker {

	private Docker() {
	}

	/**
	 * For {@code @EnabledIf}: whether it answers.
	 */
	public static boolean answers() {
		return answers(System.getenv());
	}

	// Testcontainers takes seconds to find out that there is none, so the sockets are
	// looked at first.
	static boolean answers(Map<String, String> environment) {
		String home = System.getProperty("user.home");
		boolean configured = environment.containsKey("DOCKER_HOST")
				|| Files.exists(Path.of(home, ".testcontainers.properties"));
		boolean socket = Stream
			.of("/var/run/docker.sock", home + "/.docker/run/docker.sock", home + "/.docker/desktop/docker.sock",
					environment.getOrDefault("XDG_RUNTIME_DIR", "/nonexistent") + "/docker.sock")
			.anyMatch((path) -> Files.exists(Path.of(path)));
		return (configured || socket) && DockerClientFactory.instance().isDockerAvailable();
	}

}
