package io.llmcache.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

class ReportTests {

	private final ByteArrayOutputStream out = new ByteArrayOutputStream();

	private final Report report = new Report(new PrintStream(this.out, true, UTF_8));

	@Test
	void reportIsShortOnceOneFigureIs() {
		this.report.add(new Figure("good", 1, Unit.CALLS, Must.exactly(1)));
		this.report.add(Figure.info("other", 64, Unit.CALLS));
		assertThat(this.report.isShort()).isFalse();
		this.report.add(new Figure("bad", 2, Unit.CALLS, Must.exactly(1)));
		this.report.add(new Figure("good again", 1, Unit.CALLS, Must.exactly(1)));
		assertThat(this.report.isShort()).isTrue();
	}

	@Test
	void linesArePrintedAndWrittenAlike(@TempDir Path directory) throws IOException {
		this.report.add(new Figure("good", 1, Unit.CALLS, Must.exactly(1)));
		this.report.note("20 runs with 1");
		Path file = directory.resolve("new").resolve("figures.txt");
		this.report.write(file);
		assertThat(Files.readAllLines(file)).hasSize(2).last().isEqualTo("# 20 runs with 1");
		assertThat(this.out.toString(UTF_8).lines()).isEqualTo(Files.readAllLines(file));
	}

}
