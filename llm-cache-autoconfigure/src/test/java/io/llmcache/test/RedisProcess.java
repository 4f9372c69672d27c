package io.llmcache.test;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * A redis-server process of ours on a port of its own, without persistence unless asked
 * for. It ends with this JVM, even when this JVM is killed.
 */
final class RedisProcess {

	// The shell holds our end of a pipe: whatever becomes of this JVM, the pipe closes
	// and the server is killed, paused or not.
	private static final String LEASH = """
			exec 3<&0
			"$@" </dev/null 3<&- >>redis.log 2>&1 &
			server=$!
			echo $server
			{ read -r line <&3; kill -9 $server; } >/dev/null 2>&1 &
			leash=$!
			exec >/dev/null 3<&- </dev/null
			wait $server
			kill -9 $leash
			""";

	private static final String CONFIGURATION = "sentinel.conf";

	private final Path binary;

	private final List<String> arguments;

	private final @Nullable List<String> sentinel;

	private final Path directory;

	private final int port;

	private @Nullable Process leash;

	private long pid;

	RedisProcess(Path binary, List<String> arguments) {
		this(binary, arguments, null);
	}

	private RedisProcess(Path binary, List<String> arguments, @Nullable List<String> sentinel) {
		this.binary = binary;
		this.arguments = arguments;
		this.sentinel = sentinel;
		this.port = FreePorts.next();
		try {
			this.directory = TemporaryDirectories.create("llm-cache-redis");
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		start();
	}

	/**
	 * A Sentinel, which keeps what it learns in its configuration file.
	 * @param binary redis-server or one like it
	 * @param configuration the lines that it begins with
	 */
	static RedisProcess sentinel(Path binary, List<String> configuration) {
		return new RedisProcess(binary, List.of(), configuration);
	}

	synchronized void start() {
		try {
			if (this.sentinel != null) {
				Files.write(this.directory.resolve(CONFIGURATION), this.sentinel);
			}
			Process leash = new ProcessBuilder(commandLine()).directory(this.directory.toFile())
				.redirectError(ProcessBuilder.Redirect.DISCARD)
				.start();
			this.leash = leash;
			BufferedReader reader = new BufferedReader(
					new InputStreamReader(leash.getInputStream(), StandardCharsets.US_ASCII));
			this.pid = Long.parseLong(String.valueOf(reader.readLine()));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		awaitAnswer();
	}

	int port() {
		return this.port;
	}

	/**
	 * The id of the running process.
	 * @throws IllegalStateException when it does not run
	 */
	synchronized long pid() {
		if (!isAlive()) {
			throw new IllegalStateException("The redis-server at port " + this.port + " is not running");
		}
		return this.pid;
	}

	synchronized boolean isAlive() {
		return this.leash != null && this.leash.isAlive();
	}

	/**
	 * Kills the process and waits for its end; nothing when it is dead already.
	 */
	synchronized void kill() {
		Process leash = this.leash;
		if (leash == null) {
			return;
		}
		try {
			if (leash.isAlive()) {
				leash.getOutputStream().close();
			}
			if (!leash.waitFor(10, TimeUnit.SECONDS)) {
				throw new IllegalStateException("The redis-server at port " + this.port + " does not die");
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
		this.leash = null;
	}

	private List<String> commandLine() {
		List<String> line = new ArrayList<>(List.of("/bin/sh", "-c", LEASH, "leash", this.binary.toString()));
		if (this.sentinel != null) {
			line.add(CONFIGURATION);
		}
		line.addAll(List.of("--port", Integer.toString(this.port), "--bind", "127.0.0.1"));
		line.addAll((this.sentinel != null) ? List.of("--sentinel") : List.of("--save", "", "--appendonly", "no"));
		line.addAll(this.arguments);
		return line;
	}

	// That something answers is not enough: it has to be ours, not whoever took the port.
	private void awaitAnswer() {
		Eventually.holds(() -> {
			if (!isAlive()) {
				throw new IllegalStateException("redis-server ended at its start: " + log());
			}
			return ("process_id:" + this.pid).equals(processId());
		}, () -> "redis-server does not answer: " + log());
	}

	private @Nullable String processId() {
		try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
			socket.setSoTimeout(1000);
			socket.getOutputStream().write("INFO server\r\nQUIT\r\n".getBytes(StandardCharsets.US_ASCII));
			BufferedReader reader = new BufferedReader(
					new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
			return reader.lines().filter((line) -> line.startsWith("process_id:")).findFirst().orElse(null);
		}
		catch (IOException | UncheckedIOException ex) {
			return null;
		}
	}

	private String log() {
		try {
			return Files.readString(this.directory.resolve("redis.log"));
		}
		catch (IOException ex) {
			return "no log";
		}
	}

}
