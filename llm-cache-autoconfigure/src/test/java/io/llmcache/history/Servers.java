package io.llmcache.history;

import java.time.Duration;
import java.util.List;

import io.llmcache.test.RedisKind;
import io.llmcache.test.TestRedis;
import io.llmcache.test.TestSentinels;

/**
 * The servers that a history is made on: one alone, or some that take over from one
 * another.
 */
interface Servers extends AutoCloseable {

	/** The properties that point an application at them. */
	List<String> properties();

	/** The one that is written to. */
	TestRedis primary();

	/** All of them. */
	List<TestRedis> nodes();

	/** Whether one can take over from another. */
	boolean canFailOver();

	/** Has one take over; returns when it has. */
	void failOver();

	@Override
	void close();

	/** One alone. */
	static Servers alone() {
		return new Alone(TestRedis.start());
	}

	/** A primary and a replica under Sentinels, who wait until they are told. */
	static Servers sentinels() {
		TestSentinels sentinels = TestSentinels.start(RedisKind.REDIS_8);
		sentinels.tolerate(Duration.ofMinutes(1));
		return new Pair(sentinels);
	}

	/**
	 * One alone.
	 *
	 * @param primary the one
	 */
	record Alone(TestRedis primary) implements Servers {

		@Override
		public List<String> properties() {
			return List.of(this.primary.properties());
		}

		@Override
		public List<TestRedis> nodes() {
			return List.of(this.primary);
		}

		@Override
		public boolean canFailOver() {
			return false;
		}

		@Override
		public void failOver() {
			throw new UnsupportedOperationException();
		}

		@Override
		public void close() {
			this.primary.close();
		}

	}

	/**
	 * A primary and a replica.
	 *
	 * @param sentinels the Sentinels that know which is which
	 */
	record Pair(TestSentinels sentinels) implements Servers {

		@Override
		public List<String> properties() {
			return List.of(this.sentinels.properties());
		}

		@Override
		public TestRedis primary() {
			return this.sentinels.primary();
		}

		@Override
		public List<TestRedis> nodes() {
			return List.of(this.sentinels.primary(), this.sentinels.replica());
		}

		@Override
		public boolean canFailOver() {
			return true;
		}

		@Override
		public void failOver() {
			this.sentinels.failOver();
		}

		@Override
		public void close() {
			this.sentinels.close();
		}

	}

}
