package io.llmcache.test;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Another JVM with the class path of this one, talked to line by line. Its main class
 * calls {@link #serve}; it ends with this JVM.
 */
public final class ChildJvm implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private static final String END = "end of output";

	private final Process process;

	private final BufferedWriter input;

	private final Path log;

	private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

	private ChildJvm(Class<?> mainClass, List<String> arguments) throws IOException {
		this.log = TemporaryDirectories.create("llm-cache-child").resolve("log");
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-XX:TieredStopAtLevel=1",
						"-XX:+UseSerialGC", "-Xmx256m", "-cp", classPath(), mainClass.getName()));
		command.addAll(arguments);
		this.process = new ProcessBuilder(command).redirectError(this.log.toFile()).start();
		Runtime.getRuntime().addShutdownHook(new Thread(this.process::destroyForcibly));
		this.input = new BufferedWriter(new OutputStreamWriter(this.process.getOutputStream(), StandardCharsets.UTF_8));
		Thread reader = new Thread(this::read, "child-jvm-output");
		reader.setDaemon(true);
		reader.start();
	}

	/**
	 * Starts a JVM and returns when its main class has called {@link #serve}.
	 * @param mainClass the class with the main method
	 * @param arguments the arguments of the main method
	 */
	public static ChildJvm start(Class<?> mainClass, String... arguments) {
		try {
			ChildJvm child = new ChildJvm(mainClass, List.of(arguments));
			child.readLine();
			return child;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * To be called by the main class in the other JVM: answers each line with one line
	 * until the input ends, then halts. Whatever else is printed goes to the log.
	 * @param handler from the line asked to the line answered; called on one thread
	 */
	public static void serve(Handler handler) {
		PrintStream output = System.out;
		System.setOut(System.err);
		serve(handler, new PrintStream(output, true, StandardCharsets.UTF_8));
	}

	private static void serve(Handler handler, PrintStream output) {
		output.println("ready");
		try (BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
			String line = input.readLine();
			while (line != null) {
				output.println(handler.handle(line));
				line = input.readLine();
			}
			Runtime.getRuntime().halt(0);
		}
		catch (Throwable ex) {
			ex.printStackTrace();
			Runtime.getRuntime().halt(1);
		}
	}

	/**
	 * Sends a line and waits for its answer.
	 * @param line the line
	 */
	public String ask(String line) {
		send(line);
		return readLine();
	}

	/**
	 * Sends a line without waiting for the answer, to be fetched by {@link #readLine}.
	 * @param line the line
	 */
	public void send(String line) {
		try {
			this.input.write(line);
			this.input.newLine();
			this.input.flush();
		}
		catch (IOException ex) {
			throw new IllegalStateException(failure("no longer listens"), ex);
		}
	}

	/**
	 * The next answer.
	 * @throws IllegalStateException when there is none within a minute, or the JVM has
	 * ended; the message holds its log
	 */
	public String readLine() {
		String line = poll(PATIENCE);
		if (line == null) {
			throw new IllegalStateException(failure("does not answer"));
		}
		return line;
	}

	/**
	 * The next answer, or null when there is none in time.
	 * @param patience how long to wait
	 * @throws IllegalStateException when the JVM has ended; the message holds its log
	 */
	public @Nullable String poll(Duration patience) {
		try {
			String line = this.lines.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
			if (END.equals(line)) {
				this.lines.add(END);
				throw new IllegalStateException(failure("has ended"));
			}
			return line;
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * The id of the process.
	 */
	public long pid() {
		return this.process.pid();
	}

	/**
	 * Stops the JVM in its tracks.
	 */
	public void pause() {
		Signals.pause(pid());
	}

	/**
	 * Lets the paused JVM go on.
	 */
	public void resume() {
		Signals.resume(pid());
	}

	/**
	 * Kills the JVM at once, paused or not, and waits for its end.
	 */
	public void kill() {
		this.process.destroyForcibly();
		try {
			this.process.waitFor();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public void close() {
		kill();
	}

	private void read() {
		try (BufferedReader output = new BufferedReader(
				new InputStreamReader(this.process.getInputStream(), StandardCharsets.UTF_8))) {
			output.lines().forEach(this.lines::add);
		}
		catch (IOException | UncheckedIOException ex) {
			// The same as the end.
		}
		this.lines.add(END);
	}

	private String failure(String what) {
		try {
			return "The other JVM " + what + "; its log: " + Files.readString(this.log);
		}
		catch (IOException ex) {
			return "The other JVM " + what;
		}
	}

	private static String classPath() {
		return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
	}

	/**
	 * Answers lines.
	 */
	@FunctionalInterface
	public interface Handler {

		/**
		 * Answers a line.
		 * @param line the line asked
		 * @return the line answered
		 * @throws Exception to end the JVM
		 */
		String handle(String line) throws Exception;

	}

}
