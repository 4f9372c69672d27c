package io.llmcache.test;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Signals to processes.
 */
final class Signals {

	private Signals() {
	}

	/**
	 * Sends a signal.
	 * @param name its name without {@code SIG}
	 * @param pid the process
	 */
	static void send(String name, long pid) {
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
