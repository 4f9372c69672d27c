package io.llmcache.semantic.mirror;

/**
 * The id of an event in a stream; both numbers are unsigned.
 *
 * @param millis milliseconds of Redis' clock
 * @param sequence number within the millisecond
 */
record EventId(long millis, long sequence) implements Comparable<EventId> {

	/** Before all events. */
	static final EventId NONE = new EventId(0, 0);

	/**
	 * Reads an id as Redis writes it.
	 * @throws NumberFormatException when it is none
	 */
	static EventId parse(String text) {
		int dash = text.indexOf('-');
		return new EventId(Long.parseUnsignedLong(text, 0, Math.max(0, dash), 10),
				Long.parseUnsignedLong(text, dash + 1, text.length(), 10));
	}

	@Override
	public int compareTo(EventId other) {
		int byMillis = Long.compareUnsigned(this.millis, other.millis);
		return (byMillis != 0) ? byMillis : Long.compareUnsigned(this.sequence, other.sequence);
	}

	@Override
	public String toString() {
		return Long.toUnsignedString(this.millis) + "-" + Long.toUnsignedString(this.sequence);
	}

}
