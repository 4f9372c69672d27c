package io.llmcache.test;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Signals to processes.
 */
final class Signals {

	private Signals() {
	}

	/**
	 * Stops a process in its tracks.
	 * @param pid the process
	 */
	static void pause(long pid) {
		send("STOP", pid);
		// On a busy machine some threads run on for a while after the signal.
		Path threads = Path.of("/proc", Long.toString(pid), "task");
		if (Files.exists(threads)) {
			Eventually.holds(() -> allStopped(threads), () -> "process " + pid + " still runs");
		}
	}

	/**
	 * Lets a stopped process go on.
	 * @param pid the process
	 */
	static void resume(long pid) {
		send("CONT", pid);
	}

	private static boolean allStopped(Path threads) {
		try (Stream<Path> paths = Files.list(threads)) {
			return paths.allMatch(Signals::isStopped);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	// proc(5): the state follows the name, which stands in brackets.
	private static boolean isStopped(Path thread) {
		try {
			String stat = Files.readString(thread.resolve("stat"));
			return stat.startsWith("T", stat.lastIndexOf(')') + 2);
		}
		catch (IOException ex) {
			// The thread has just ended.
			return false;
		}
	}

	private static void send(String name, long pid) {
		try {
			int status = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).inheritIO().start().waitFor();
			if (status != 0) {
				throw new IllegalStateException("kill -" + name + " ended with " + status);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

}
