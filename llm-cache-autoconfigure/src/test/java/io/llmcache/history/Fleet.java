package io.llmcache.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.llmcache.history.Event.Upheaval;
import io.llmcache.history.Journal.Contents;

/**
 * A few JVMs on some servers, and one JVM in reserve where some are killed. They live on
 * from plan to plan.
 */
final class Fleet implements AutoCloseable {

	private static final Duration OPERATION_TIMEOUT = Duration.ofMillis(200);

	private static final List<String> PROPERTIES = List.of("llm.cache.ttl-jitter=0", "llm.cache.hot.threshold=0",
			"llm.cache.operation-timeout=" + OPERATION_TIMEOUT.toMillis() + "ms", "llm.cache.lock.lease=300ms",
			"llm.cache.lock.wait=1s", "llm.cache.refresh.backoff=100ms", "llm.cache.breaker.probe=250ms",
			"llm.cache.caches." + Plan.LASTING + ".ttl=1h", "llm.cache.caches." + Plan.BRIEF + ".ttl=200ms",
			"llm.cache.caches." + Plan.BRIEF + ".stale-while-revalidate=500ms",
			"llm.cache.caches." + Plan.BRIEF + ".stale-if-error=800ms");

	private final Servers servers;

	private final List<Witness> witnesses;

	private final List<Worker> workers;

	/** Completes when there is one. */
	private CompletableFuture<Worker> reserve = new CompletableFuture<>();

	private final Path directory;

	private final List<Contents> contents = new ArrayList<>();

	private int started;

	Fleet(Servers servers, Path directory) {
		this.servers = servers;
		this.directory = directory;
		this.witnesses = servers.nodes().stream().map(Witness::of).toList();
		this.workers = new ArrayList<>(Plan.JVMS + 1);
		try {
			// They start side by side, the last of them for the reserve.
			IntStream.range(0, Plan.kills(servers.canFailOver()) ? Plan.JVMS + 1 : Plan.JVMS)
				.forEach((i) -> this.workers.add(start()));
			this.workers.forEach(Worker::awaitStart);
			if (this.workers.size() > Plan.JVMS) {
				this.reserve.complete(this.workers.remove(Plan.JVMS));
			}
		}
		catch (RuntimeException | Error ex) {
			// A fleet that nobody gets to know must not stay.
			this.workers.forEach(Worker::close);
			servers.close();
			throw ex;
		}
	}

	private synchronized Worker start() {
		this.started++;
		String name = "j" + this.started;
		return Worker.start(name,
				Stream.of(this.servers.properties(), PROPERTIES, List.of("spring.data.redis.client-name=" + name))
					.flatMap(List::stream)
					.toList());
	}

	Servers servers() {
		return this.servers;
	}

	Worker worker(int number) {
		return this.workers.get(number);
	}

	/** Kills a JVM; the one in reserve takes its place, with a part of its own. */
	Upheaval replace(int number, Plan plan) {
		Worker old = this.workers.get(number);
		long begin = System.nanoTime();
		old.close();
		Upheaval killed = new Upheaval(Upheaval.Kind.JVM_KILLED, old.name(), begin, System.nanoTime());
		this.contents.add(Journal.read(old.name(), journal(old)));
		Worker successor = this.reserve.join();
		this.workers.set(number, successor);
		begin(plan, successor, Plan.JVMS);
		this.reserve = CompletableFuture.supplyAsync(() -> start().awaitStart());
		return killed;
	}

	private void begin(Plan plan, Worker worker, int part) {
		worker.begin(plan, this.servers.canFailOver(), part, journal(worker));
	}

	private Path journal(Worker worker) {
		return this.directory.resolve(worker.name());
	}

	/**
	 * Does what a plan says, and tells what came of it.
	 * @param plan the plan
	 */
	History act(Plan plan) {
		this.servers.primary().flush();
		this.witnesses.forEach(Witness::forget);
		this.contents.clear();
		for (int i = 0; i < Plan.JVMS; i++) {
			begin(plan, worker(i), i);
		}
		List<Upheaval> upheavals = new Nemesis(this, plan).act();
		this.workers.forEach(Worker::end);
		this.workers.forEach((worker) -> this.contents.add(Journal.read(worker.name(), journal(worker))));
		return history(upheavals);
	}

	private History history(List<Upheaval> upheavals) {
		Callers callers = new Callers();
		Map<Key, String> digests = new HashMap<>();
		List<Event> events = new ArrayList<>(upheavals);
		for (Contents contents : this.contents) {
			contents.connections().forEach((connection) -> callers.add(contents.jvm(), connection));
			digests.putAll(contents.digests());
			events.addAll(contents.events());
		}
		this.witnesses.forEach((witness) -> events.addAll(witness.testimony(callers)));
		return new History(events, digests, OPERATION_TIMEOUT);
	}

	@Override
	public void close() {
		this.workers.forEach(Worker::close);
		if (Plan.kills(this.servers.canFailOver())) {
			this.reserve.join().close();
		}
		try {
			for (Witness witness : this.witnesses) {
				witness.close();
			}
			for (Path file : Files.list(this.directory).toList()) {
				Files.delete(file);
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		finally {
			this.servers.close();
		}
	}

}
