package io.llmcache.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The figures of one run, printed as they come. Not thread-safe.
 */
final class Report {

	private final PrintStream out;

	private final List<String> lines = new ArrayList<>();

	private boolean isShort;

	Report(PrintStream out) {
		this.out = out;
	}

	void add(Figure figure) {
		this.isShort |= figure.isShort();
		print(figure.line());
	}

	/**
	 * Adds what explains the figure above: spread, distribution, circumstances.
	 */
	void note(String text) {
		print("# " + text);
	}

	/**
	 * Whether any figure does less than it must.
	 */
	boolean isShort() {
		return this.isShort;
	}

	void write(Path file) throws IOException {
		Files.createDirectories(file.toAbsolutePath().getParent());
		Files.write(file, this.lines);
	}

	private void print(String line) {
		this.lines.add(line);
		this.out.println(line);
	}

}
