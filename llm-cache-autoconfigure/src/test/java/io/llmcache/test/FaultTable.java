package io.llmcache.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The faults, what is expected of each, and what the tests of this run have seen of it:
 * written to {@code target/faults.md} at its end.
 */
final class FaultTable implements AutoCloseable {

	private static final Path TARGET = Path.of("target", "faults.md");

	/** Where the JVMs of a run put together what they have seen. */
	private static final Path TOGETHER = Path.of("target", "faults");

	private static final String RUN = "llm.cache.test.run";

	private static final String LANE = "default";

	private static final Map<String, String> GROUPS = Map.of("R", "Redis", "E", "Entries", "L",
			"Loads, waits and refreshes", "K", "Keys and arguments", "S", "Security");

	private static final Logger logger = LoggerFactory.getLogger(FaultTable.class);

	private final Map<String, Line> lines = new LinkedHashMap<>();

	FaultTable() {
		for (String line : read("faults.tsv").lines().toList()) {
			String[] columns = line.split("\t");
			this.lines.put(columns[0], new Line(columns[0], columns[1], columns[2], new ArrayList<>()));
		}
	}

	static String read(String resource) {
		try (InputStream stream = Objects.requireNonNull(FaultTable.class.getResourceAsStream(resource), resource)) {
			return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** The names of all faults. */
	List<String> faults() {
		return List.copyOf(this.lines.keySet());
	}

	synchronized void add(String[] faults, Seen seen) {
		for (String fault : faults) {
			Line line = this.lines.get(fault);
			if (line == null) {
				throw new IllegalArgumentException("There is no fault " + fault + " in faults.tsv");
			}
			line.seen().add(seen);
		}
	}

	/** The page. */
	synchronized String page() {
		StringBuilder page = new StringBuilder(read("faults-head.md"));
		String group = "";
		for (Line line : this.lines.values()) {
			if (!line.group().equals(group)) {
				group = line.group();
				page.append("\n## ").append(GROUPS.get(group)).append("\n\n");
				page.append("| # | fault | expected | seen | added, at worst | lanes | tests |\n");
				page.append("|---|---|---|---|---|---|---|\n");
			}
			page.append(line.row()).append('\n');
		}
		return page.toString();
	}

	@Override
	public synchronized void close() throws IOException {
		String run = System.getProperty(RUN, Long.toString(ProcessHandle.current().pid()));
		Files.createDirectories(TOGETHER);
		Path file = TOGETHER.resolve(run.replaceAll("[^A-Za-z0-9-]", "-") + ".tsv");
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ,
				StandardOpenOption.WRITE); FileLock lock = channel.lock()) {
			List<String> mine = rows();
			readBack(new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8));
			channel.write(StandardCharsets.UTF_8.encode(String.join("", mine)), channel.size());
			Files.writeString(TARGET, page());
			logger.debug("{} tells of run {}, {}", TARGET, run, lock);
		}
	}

	private List<String> rows() {
		return this.lines.values()
			.stream()
			.flatMap((line) -> line.seen().stream().map((seen) -> line.id() + "\t" + seen.text() + "\n"))
			.toList();
	}

	private void readBack(String rows) {
		rows.lines().map((row) -> row.split("\t", 2)).forEach((row) -> add(new String[] { row[0] }, Seen.of(row[1])));
	}

	private record Line(String id, String fault, String expected, List<Seen> seen) {

		String group() {
			return this.id.substring(0, 1);
		}

		String row() {
			String what = distinct(Seen::what, "; ");
			String passed = this.seen.isEmpty() ? "not tested in this run" : "as expected";
			String latency = this.seen.stream()
				.map(Seen::latency)
				.filter(Objects::nonNull)
				.max(Comparator.naturalOrder())
				.map(Line::text)
				.orElse("");
			return "| " + String.join(" | ", this.id, this.fault, this.expected, what.isEmpty() ? passed : what,
					latency, lanes(), Integer.toString(this.seen.size())) + " |";
		}

		private String distinct(Function<Seen, @Nullable String> part, String delimiter) {
			return this.seen.stream()
				.map(part)
				.filter(Objects::nonNull)
				.distinct()
				.collect(Collectors.joining(delimiter));
		}

		private String lanes() {
			return this.seen.stream()
				.map((seen) -> Optional.ofNullable(seen.lane()).orElse(LANE))
				.distinct()
				.sorted()
				.collect(Collectors.joining(", "));
		}

		private static String text(Duration latency) {
			double millis = latency.toNanos() / 1e6;
			return String.format(Locale.ROOT, (millis < 10) ? "%.1f ms" : "%.0f ms", millis);
		}

	}

}
