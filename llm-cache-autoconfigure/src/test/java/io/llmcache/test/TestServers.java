package io.llmcache.test;

import java.util.List;

/**
 * What an application takes for its Redis: one server, or several that belong together.
 */
public interface TestServers extends AutoCloseable {

	/**
	 * The properties that point an application at it, for
	 * {@code ApplicationContextRunner.withPropertyValues}.
	 */
	String[] properties();

	/**
	 * The servers that take writes.
	 */
	List<TestRedis> primaries();

	/**
	 * Removes all data.
	 */
	default void flush() {
		primaries().forEach(TestRedis::flush);
	}

	@Override
	void close();

}
