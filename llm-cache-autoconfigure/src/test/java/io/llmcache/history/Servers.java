package io.llmcache.history;

import java.util.List;

import io.llmcache.test.TestRedis;

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
		TestRedis redis = TestRedis.start();
		return new Servers() {

			@Override
			public List<String> properties() {
				return List.of(redis.properties());
			}

			@Override
			public TestRedis primary() {
				return redis;
			}

			@Override
			public List<TestRedis> nodes() {
				return List.of(redis);
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
				redis.close();
			}

		};
	}

}
