package io.llmcache.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * A {@link StampedeProcess} or another that answers a line with a line, seen from the
 * process that started it. Its log goes to a file; it ends when this is closed and,
 * whatever happens, with this JVM.
 */
final class Child implements AutoCloseable {

	private static final long PATIENCE_SECONDS = 120;

	private final Process process;

	private final Path log;

	private final BufferedWriter commands;

	private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();

	private final Thread killer;

	private Child(Process process, Path log) {
		this.process = process;
		this.log = log;
		this.commands = process.outputWriter(UTF_8);
		this.killer = new Thread(process::destroyForcibly);
		Runtime.getRuntime().addShutdownHook(this.killer);
		Thread reader = new Thread(this::read, "answers");
		reader.setDaemon(true);
		reader.start();
	}

	/**
	 * Starts a process; {@link #receive()} gives its {@link StampedeProcess#READY}.
	 */
	static Child start(int redisPort, Path log) throws IOException {
		return start(StampedeProcess.class, log, Integer.toString(redisPort));
	}

	/**
	 * Starts a process.
	 * @param main its main class
	 * @param log where its log goes
	 * @param arguments its arguments
	 */
	static Child start(Class<?> main, Path log, String... arguments) throws IOException {
		Files.createDirectories(log.toAbsolutePath().getParent());
		// Small and simple: several of these share a machine with Redis.
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
						"-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), main.getName()));
		command.addAll(List.of(arguments));
		Process process = new ProcessBuilder(command).redirectError(log.toFile()).start();
		return new Child(process, log);
	}

	void send(String command) throws IOException {
		this.commands.write(command);
		this.commands.newLine();
		this.commands.flush();
	}

	/**
	 * The next answer, waited for as long as the process lives and is not stuck.
	 */
	String receive() throws IOException, InterruptedException {
		for (int second = 0; second < PATIENCE_SECONDS; second++) {
			String answer = this.answers.poll(1, TimeUnit.SECONDS);
			if (answer != null) {
				return answer;
			}
			if (!this.process.isAlive() && this.answers.isEmpty()) {
				throw new IOException("A process ended early, see " + this.log);
			}
		}
		throw new IOException("A process does not answer, see " + this.log);
	}

	private void read() {
		try (BufferedReader reader = this.process.inputReader(UTF_8)) {
			for (String line = reader.readLine(); line != null; line = reader.readLine()) {
				this.answers.add(line);
			}
		}
		catch (IOException ex) {
			// The process has gone, which receive() notices.
		}
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
		Runtime.getRuntime().removeShutdownHook(this.killer);
	}

}
