package io.llmcache.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Several processes that get the same command at the same time.
 */
final class Children implements AutoCloseable {

	/** Time for a command to reach every process and for its threads to line up. */
	private static final long HEAD_START_NANOS = 250_000_000;

	private final List<Child> children = new ArrayList<>();

	static Children start(int count, int redisPort, Path directory) throws IOException, InterruptedException {
		Children children = new Children();
		try {
			for (int i = 0; i < count; i++) {
				children.children.add(Child.start(redisPort, directory.resolve("stampede-process-" + i + ".log")));
			}
			for (Child child : children.children) {
				if (!child.receive().equals(StampedeProcess.READY)) {
					throw new IOException("A process did not start");
				}
			}
			return children;
		}
		catch (IOException | InterruptedException | RuntimeException ex) {
			children.close();
			throw ex;
		}
	}

	Child first() {
		return this.children.get(0);
	}

	/**
	 * Lets all callers of all processes ask one question at the same moment.
	 * @param withNeighbour whether the first process times hits on another key meanwhile
	 */
	Stampede stampede(String assistant, String question, int callers, long loadMillis, boolean withNeighbour)
			throws IOException, InterruptedException {
		long start = System.nanoTime() + HEAD_START_NANOS;
		for (Child child : this.children) {
			child.send("onrush %s %s %d %d %d %b".formatted(assistant, question, callers, loadMillis, start,
					withNeighbour && child == first()));
		}
		List<Onrush> onrushes = new ArrayList<>();
		for (Child child : this.children) {
			onrushes.add(Onrush.parse(child.receive()));
		}
		return new Stampede(onrushes);
	}

	/**
	 * Lets all processes walk through the same questions at the same time.
	 * @return loads of all processes together
	 */
	int walk(String assistant, String name, int questions, int threads, long loadMillis)
			throws IOException, InterruptedException {
		long start = System.nanoTime() + HEAD_START_NANOS;
		for (Child child : this.children) {
			child.send("walk %s %s %d %d %d %d".formatted(assistant, name, questions, threads, loadMillis, start));
		}
		int loads = 0;
		for (Child child : this.children) {
			loads += Integer.parseInt(child.receive());
		}
		return loads;
	}

	/**
	 * How often the cache did without Redis, in all processes since they started.
	 */
	long outages() throws IOException, InterruptedException {
		long outages = 0;
		for (Child child : this.children) {
			child.send("outages");
			outages += Long.parseLong(child.receive());
		}
		return outages;
	}

	/**
	 * Median of hits in the first process while nothing else goes on, in nanoseconds.
	 */
	long quietHit(long millis) throws IOException, InterruptedException {
		first().send("quiet " + millis);
		return Long.parseLong(first().receive());
	}

	@Override
	public void close() {
		this.children.forEach(Child::close);
	}

}
