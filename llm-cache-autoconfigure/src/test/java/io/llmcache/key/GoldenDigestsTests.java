package io.llmcache.key;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.llmcache.test.Fault;
import io.llmcache.test.Seen;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that equal requests have equal digests in every release and every JVM.
 */
@Fault("K5")
class GoldenDigestsTests {

	@Test
	void digestsAreThoseOfEarlierReleases() throws IOException {
		try (InputStream file = GoldenDigestsTests.class.getResourceAsStream("digests.properties")) {
			String golden = new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8);
			assertThat(GoldenRequests.digests()).isEqualTo(parsed(golden)).hasSizeGreaterThan(40);
		}
	}

	@Test
	void digestsOfDifferentRequestsAreDifferent() {
		assertThat(GoldenRequests.digests().values()).doesNotHaveDuplicates();
	}

	@Test
	void digestsOfAnotherJvmAreTheSame(Seen seen) throws Exception {
		String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
		Process process = new ProcessBuilder(List.of(java, "-cp", System.getProperty("java.class.path"),
				"-Duser.language=tr", "-Duser.country=TR", "-Duser.timezone=Pacific/Chatham",
				"-Dfile.encoding=US-ASCII", "-XX:+UnlockExperimentalVMOptions", "-XX:hashCode=2", "-Xint",
				"-XX:-CompactStrings", GoldenRequests.class.getName()))
			.redirectError(ProcessBuilder.Redirect.DISCARD)
			.start();
		String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
		assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
		assertThat(parsed(printed)).isEqualTo(GoldenRequests.digests());
		seen.that("all golden digests equal in a JVM of other locale, zone and encoding");
	}

	private static Map<String, String> parsed(String lines) {
		Map<String, String> digests = new LinkedHashMap<>();
		for (String line : lines.lines().filter((candidate) -> !candidate.startsWith("#")).toList()) {
			String[] parts = line.split("=");
			digests.put(parts[0], parts[1]);
		}
		return digests;
	}

}
