package io.llmcache.history;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.llmcache.history.Event.Upheaval;
import io.llmcache.test.Eventually;
import io.llmcache.test.TestRedis;
import org.jspecify.annotations.Nullable;

/**
 * Watches all that one server does, by MONITOR, over lost connections and restarts. The
 * server is the one to know: what JVMs think of their leases is not asked. Thread-safe.
 */
final class Witness implements AutoCloseable {

	/** What was done right before the connection was lost may not have been told. */
	private static final long BLIND_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

	private static final int RETRY_MILLIS = 2;

	private final TestRedis server;

	private final String node;

	private final List<String> lines = new ArrayList<>();

	private final List<Upheaval> unseen = new ArrayList<>();

	/** Since when nothing is seen; null while all is. */
	private @Nullable Long blindSince = System.nanoTime();

	private @Nullable Socket socket;

	private volatile boolean closed;

	private Witness(TestRedis server) {
		this.server = server;
		this.node = Integer.toString(server.port());
	}

	/**
	 * Begins to watch; nothing goes unseen once it has returned.
	 */
	static Witness of(TestRedis server) {
		Witness witness = new Witness(server);
		Thread thread = new Thread(witness::watch, "witness");
		thread.setDaemon(true);
		thread.start();
		Eventually.holds(witness::isWatching, () -> "not watching");
		witness.forget();
		return witness;
	}

	private synchronized boolean isWatching() {
		return this.blindSince == null;
	}

	private void watch() {
		while (!this.closed) {
			try (Socket socket = new Socket(this.server.host(), this.server.port())) {
				keep(socket);
				socket.getOutputStream().write("MONITOR\r\n".getBytes(StandardCharsets.US_ASCII));
				// One character a byte: entries hold more than text.
				BufferedReader reader = new BufferedReader(
						new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
				if ("+OK".equals(reader.readLine())) {
					sees();
					reader.lines().forEach(this::add);
				}
			}
			catch (IOException | RuntimeException ex) {
				// The same as the end.
			}
			sleep();
		}
	}

	private void sleep() {
		blinded();
		try {
			Thread.sleep(RETRY_MILLIS);
		}
		catch (InterruptedException ex) {
			this.closed = true;
		}
	}

	private synchronized void keep(Socket socket) {
		this.socket = socket;
	}

	private synchronized void sees() {
		Long since = this.blindSince;
		if (since != null) {
			this.unseen.add(unseen(since, System.nanoTime()));
			this.blindSince = null;
		}
	}

	private synchronized void blinded() {
		if (this.blindSince == null) {
			this.blindSince = System.nanoTime();
		}
	}

	private Upheaval unseen(long since, long until) {
		return new Upheaval(Upheaval.Kind.UNSEEN, this.node, since - BLIND_NANOS, until);
	}

	private synchronized void add(String line) {
		if (Transcript.matters(line)) {
			this.lines.add(line);
		}
	}

	private synchronized boolean hasSeen(String word) {
		return this.blindSince != null || this.lines.stream().anyMatch((line) -> line.contains(word));
	}

	/**
	 * Forgets all it has seen.
	 */
	synchronized void forget() {
		this.lines.clear();
		this.unseen.clear();
	}

	/**
	 * All that it has seen until now.
	 * @param callers who may have asked for it
	 */
	List<Event> testimony(Callers callers) {
		String last = Transcript.LAST_WORD + System.nanoTime();
		this.server.command("ECHO", last);
		Eventually.holds(() -> hasSeen(last), () -> "the last word not seen");
		synchronized (this) {
			Long since = this.blindSince;
			Stream<Event> still = (since != null) ? Stream.of(unseen(since, Event.NEVER)) : Stream.empty();
			return Stream
				.of(new Transcript(this.node, callers).events(this.lines).stream(), this.unseen.stream(), still)
				.<Event>flatMap((events) -> events)
				.toList();
		}
	}

	@Override
	public synchronized void close() throws IOException {
		this.closed = true;
		if (this.socket != null) {
			this.socket.close();
		}
	}

}
