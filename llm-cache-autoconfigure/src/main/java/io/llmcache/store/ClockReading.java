package io.llmcache.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

import io.llmcache.store.Concern.Kind;

/**
 * How far the clock of a server is ahead of this JVM's monotonic one, in milliseconds;
 * the reply was on its way for a while, so between two bounds. The clock of this host is
 * never asked for the time, so it may be wrong; those of two servers are compared with
 * one another, for a clearing stamped by one has to void what another has stamped.
 *
 * @param where the server
 * @param least it is ahead by
 * @param most it is ahead by
 */
record ClockReading(String where, long least, long most) {

	/**
	 * A reading.
	 * @param where the server
	 * @param redisMillis its time
	 * @param sentMillis monotonic time before it was asked
	 * @param receivedMillis monotonic time when it had answered
	 */
	static ClockReading of(String where, long redisMillis, long sentMillis, long receivedMillis) {
		return new ClockReading(where, redisMillis - receivedMillis - 1, redisMillis - sentMillis + 1);
	}

	/**
	 * Whether clearing can be relied on.
	 * @param readings of all servers of a cluster
	 */
	static Optional<Concern> concern(List<ClockReading> readings) {
		TreeSet<String> apart = new TreeSet<>();
		for (ClockReading one : readings) {
			for (ClockReading other : readings) {
				if (one.least - other.most > Marks.TOLERANCE_MILLIS) {
					apart.addAll(List.of(one.where, other.where));
				}
			}
		}
		if (apart.isEmpty()) {
			return Optional.empty();
		}
		return Optional.of(new Concern(Kind.CLOCKS_APART, String.join(", ", new ArrayList<>(apart)),
				"The clocks are more than a second apart: answers may outlive the clearing of their cache",
				"Have NTP set the clocks of all nodes"));
	}

}
