package io.llmcache.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;

import io.llmcache.history.Event.Call;
import io.llmcache.history.Event.Removal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Histories from seeds. More of them, or a certain one, by the system property
 * {@code llm.cache.history.seeds} or the environment variable
 * {@code LLM_CACHE_TEST_SEEDS}: {@code 1-500}, {@code 7}, {@code 3,17,80-90}.
 */
class HistoryTests {

	private static final Logger logger = LoggerFactory.getLogger(HistoryTests.class);

	private static final String PROPERTY = "llm.cache.history.seeds";

	private static final String VARIABLE = "LLM_CACHE_TEST_SEEDS";

	private static final int FEWEST = 300;

	/** Every third seed has a failover. */
	private static final int EVERY = 3;

	@TempDir
	private static Path directory;

	private static @Nullable Fleet fleet;

	@ParameterizedTest(allowZeroInvocations = true)
	@MethodSource
	void everyHistoryOnOneServerKeepsWhatIsPromised(long seed) throws IOException {
		prove(seed, fleet(false));
	}

	static LongStream everyHistoryOnOneServerKeepsWhatIsPromised() {
		return seeds().filter((seed) -> seed % EVERY != 0);
	}

	@ParameterizedTest(allowZeroInvocations = true)
	@MethodSource
	void everyHistoryWithAFailoverKeepsWhatIsPromised(long seed) throws IOException {
		prove(seed, fleet(true));
	}

	static LongStream everyHistoryWithAFailoverKeepsWhatIsPromised() {
		return seeds().filter((seed) -> seed % EVERY == 0);
	}

	private static void prove(long seed, Fleet fleet) throws IOException {
		long begin = System.nanoTime();
		History history = act(fleet, Plan.of(seed, fleet.servers().canFailOver()));
		List<String> violations = HistoryChecker.violations(history);
		logger.info("{}", summary(seed, history, System.nanoTime() - begin));
		Path file = Path.of("target", "history-" + seed + ".txt");
		Files.deleteIfExists(file);
		if (!violations.isEmpty()) {
			Files.createDirectories(file.getParent());
			Files.write(file, history.lines().toList());
		}
		assertThat(violations).as("Seed %s; replay it with -D%s=%s; what happened is in %s", seed, PROPERTY, seed, file)
			.isEmpty();
		assertThat(history.all(Call.class).count() + history.all(Removal.class).count()).isGreaterThanOrEqualTo(FEWEST);
	}

	/** What has failed is not to spoil the next. */
	private static History act(Fleet fleet, Plan plan) {
		try {
			return fleet.act(plan);
		}
		catch (RuntimeException | Error ex) {
			close();
			throw ex;
		}
	}

	private static LongStream seeds() {
		String given = System.getProperty(PROPERTY, System.getenv().getOrDefault(VARIABLE, "1-10"));
		return Arrays.stream(given.split(",")).flatMapToLong((range) -> {
			String[] ends = range.trim().split("-");
			return LongStream.rangeClosed(Long.parseLong(ends[0]), Long.parseLong(ends[ends.length - 1]));
		});
	}

	/** One after the other: the processes of both at once would be many. */
	private static Fleet fleet(boolean failingOver) throws IOException {
		Fleet current = fleet;
		if (current == null || current.servers().canFailOver() != failingOver) {
			close();
			current = new Fleet(failingOver ? Servers.sentinels() : Servers.alone(),
					Files.createTempDirectory(directory, "journals"));
			fleet = current;
		}
		return current;
	}

	private static String summary(long seed, History history, long nanos) {
		Map<String, Integer> counts = new TreeMap<>();
		history.events().forEach((event) -> counts.merge(word(event), 1, Integer::sum));
		return String.format(Locale.ROOT, "Seed %d: %.1f s, %s", seed, nanos / 1e9, counts);
	}

	private static String word(Event event) {
		if (event instanceof Call call) {
			return (call.outcome() != null) ? call.outcome() : "cut off";
		}
		if (event instanceof Event.Upheaval upheaval) {
			return upheaval.kind() + (upheaval.kind() == Event.Upheaval.Kind.HARMLESS
					? "(" + upheaval.whom().split(" of ")[0] + ")" : "");
		}
		return event.getClass().getSimpleName();
	}

	@AfterAll
	static void close() {
		Fleet last = fleet;
		fleet = null;
		if (last != null) {
			last.close();
		}
	}

}
