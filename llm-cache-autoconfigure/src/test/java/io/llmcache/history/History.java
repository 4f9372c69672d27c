package io.llmcache.history;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import io.llmcache.history.Event.Upheaval;

/**
 * All that happened, and what was promised about it.
 *
 * @param events what happened, by the time it began; what one server did in the order in
 * which it did it
 * @param digests the digests of the keys, as far as known
 * @param operationTimeout how long a Redis command may take
 */
record History(List<Event> events, Map<Key, String> digests, Duration operationTimeout) {

	History {
		// A stable sort: the order of a server's deeds of the same time stays.
		events = events.stream().sorted(Comparator.comparingLong(Event::begin)).toList();
	}

	<T extends Event> Stream<T> all(Class<T> type) {
		return this.events.stream().filter(type::isInstance).map(type::cast);
	}

	Stream<Upheaval> upheavals(Upheaval.Kind... kinds) {
		return all(Upheaval.class).filter((upheaval) -> List.of(kinds).contains(upheaval.kind()));
	}

	/** Milliseconds since the first event. */
	String time(long nanos) {
		return (nanos == Event.NEVER) ? "never"
				: String.format(Locale.ROOT, "%.1f ms", (nanos - this.events.get(0).begin()) / 1e6);
	}

	/** One line an event, with times in milliseconds since the first. */
	Stream<String> lines() {
		return this.events.stream().map((event) -> time(event.begin()) + " " + event);
	}

}
