package io.llmcache.history;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * Which JVM speaks from which port, and when.
 */
final class Callers {

	static final String UNKNOWN = "?";

	/** JVMs are told of their own connections after the first commands, maybe. */
	private static final long DELAY_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

	private final Map<List<Integer>, NavigableMap<Long, String>> byPorts = new HashMap<>();

	void add(String jvm, Connection connection) {
		this.byPorts.computeIfAbsent(List.of(connection.port(), connection.server()), (ports) -> new TreeMap<>())
			.put(connection.since(), jvm);
	}

	/** The name of the JVM that has last connected to a server from a port. */
	String at(int port, int server, long time) {
		Map.Entry<Long, String> last = this.byPorts.getOrDefault(List.of(port, server), new TreeMap<>())
			.floorEntry(time + DELAY_NANOS);
		return (last != null) ? last.getValue() : UNKNOWN;
	}

}
