package io.llmcache.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.llmcache.history.Event.Call;
import io.llmcache.history.Event.Load;
import io.llmcache.history.Event.Removal;
import org.jspecify.annotations.Nullable;

/**
 * What a JVM does, written down as it happens: a JVM that is killed leaves all it had
 * begun. Writing is thread-safe.
 */
final class Journal implements AutoCloseable {

	private static final String NOTHING = "-";

	private final Writer writer;

	private boolean closed;

	Journal(Path file) throws IOException {
		this.writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
	}

	/** The digest of a key. */
	void named(Key key, String digest) {
		write("named", key, digest);
	}

	void connected(Connection connection) {
		write("connected", connection.port(), connection.server(), connection.since());
	}

	void begin(String id, Key key) {
		write("call", id, key, System.nanoTime());
	}

	void begin(String id, String removed) {
		write("removal", id, removed, System.nanoTime());
	}

	void end(String id, String outcome, String answer) {
		write("end", id, outcome, answer.isEmpty() ? NOTHING : answer.replace(' ', '_'), System.nanoTime());
	}

	void load(String value, @Nullable String call, Key key, @Nullable String excuse) {
		write("load", value, (call != null) ? call : NOTHING, key, (excuse != null) ? excuse : NOTHING,
				System.nanoTime());
	}

	void loaded(String value) {
		write("loaded", value, System.nanoTime());
	}

	private synchronized void write(Object... words) {
		if (this.closed) {
			// Connections come and go between two histories as well.
			return;
		}
		try {
			StringBuilder line = new StringBuilder();
			for (Object word : words) {
				line.append(word).append(' ');
			}
			this.writer.append(line.append('\n'));
			this.writer.flush();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public synchronized void close() throws IOException {
		this.closed = true;
		this.writer.close();
	}

	/**
	 * What a JVM has written.
	 * @param jvm its name
	 * @param file where
	 */
	static Contents read(String jvm, Path file) {
		try {
			Contents contents = new Contents(jvm);
			String text = Files.readString(file);
			// Behind the last line end is what a kill has cut off.
			text.substring(0, text.lastIndexOf('\n') + 1).lines().forEach((line) -> contents.add(line.split(" ")));
			return contents;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** What a JVM has written. */
	static final class Contents {

		private final String jvm;

		private final Map<String, Event> byId = new LinkedHashMap<>();

		private final Map<Key, String> digests = new HashMap<>();

		private final List<Connection> connections = new ArrayList<>();

		private Contents(String jvm) {
			this.jvm = jvm;
		}

		private void add(String[] words) {
			long at = (words.length > 3) ? Long.parseLong(words[words.length - 1]) : 0;
			switch (words[0]) {
				case "named" -> this.digests.put(Key.parse(words[1]), words[2]);
				case "connected" ->
					this.connections.add(new Connection(Integer.parseInt(words[1]), Integer.parseInt(words[2]), at));
				case "call" -> this.byId.put(words[1],
						new Call(this.jvm, words[1], Key.parse(words[2]), at, Event.NEVER, null, null));
				case "removal" ->
					this.byId.put(words[1], new Removal(this.jvm, words[1], words[2], at, Event.NEVER, null));
				case "end" -> this.byId.computeIfPresent(words[1], (id, event) -> ended(event, at, words[2], words[3]));
				case "load" -> this.byId.put(words[1], load(words, at));
				case "loaded" ->
					this.byId.computeIfPresent(words[1], (id, event) -> loaded((Load) event, Long.parseLong(words[2])));
				default -> throw new IllegalArgumentException(words[0]);
			}
		}

		private Load load(String[] words, long at) {
			Event call = this.byId.get(words[2]);
			return new Load(this.jvm, words[1], (call != null) ? words[2] : null, Key.parse(words[3]),
					(call != null) ? call.begin() : Long.MIN_VALUE, at, Event.NEVER,
					words[4].equals(NOTHING) ? null : words[4]);
		}

		private static Event ended(Event event, long at, String outcome, String answer) {
			if (event instanceof Call call) {
				return new Call(call.jvm(), call.id(), call.key(), call.begin(), at, outcome, answer);
			}
			Removal removal = (Removal) event;
			return new Removal(removal.jvm(), removal.id(), removal.what(), removal.begin(), at, outcome);
		}

		private static Load loaded(Load load, long at) {
			return new Load(load.jvm(), load.value(), load.call(), load.key(), load.asked(), load.begin(), at,
					load.excuse());
		}

		List<Event> events() {
			return List.copyOf(this.byId.values());
		}

		Map<Key, String> digests() {
			return this.digests;
		}

		String jvm() {
			return this.jvm;
		}

		List<Connection> connections() {
			return this.connections;
		}

	}

}
