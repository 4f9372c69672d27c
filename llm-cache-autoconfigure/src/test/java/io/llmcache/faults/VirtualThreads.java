package io.llmcache.faults;

import java.lang.reflect.InvocationTargetException;

/**
 * Virtual threads for a build whose language is that of JDK 17.
 */
final class VirtualThreads {

	private VirtualThreads() {
	}

	/** A virtual thread that has not begun. */
	static Thread unstarted(Runnable task, String name) {
		try {
			Class<?> builder = Class.forName("java.lang.Thread$Builder");
			Object virtual = Thread.class.getMethod("ofVirtual").invoke(null);
			virtual = builder.getMethod("name", String.class).invoke(virtual, name);
			return (Thread) builder.getMethod("unstarted", Runnable.class).invoke(virtual, task);
		}
		catch (ClassNotFoundException | NoSuchMethodException | IllegalAccessException | InvocationTargetException ex) {
			throw new IllegalStateException("This JDK has none", ex);
		}
	}

}
