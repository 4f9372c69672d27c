package io.llmcache.test;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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

/**
 * The faults, what is expected of each, and what the tests of this run have seen of it:
 * written to {@code target/faults.md} at its end.
 */
final class FaultTable implements AutoCloseable {

	private static final Path TARGET = Path.of("target", "faults.md");

	private static final String LANE = "default";

	private static final Map<String, String> GROUPS = Map.of("R", "Redis", "E", "Entries", "L",
			"Loads, waits and refreshes", "K", "Keys and arguments", "S", "Security");

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
	public void close() throws IOException {
		Files.createDirectories(TARGET.getParent());
		Files.writeString(TARGET, page());
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
