package io.llmcache.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

import io.llmcache.LlmCaches;
import io.llmcache.benchmarks.SoakAssistant.ModelFailure;

/**
 * Callers that ask popular questions often and others seldom, for two tenants, and now
 * and then have an answer, a tenant's answers or all answers forgotten. Thread-safe.
 */
final class SoakTraffic {

	private static final int THREADS = 8;

	private static final List<String> TENANTS = List.of("north", "south");

	private static final Zipf QUESTIONS = new Zipf(20_000, 1.1);

	/** One call in so many evicts what it asks for. */
	private static final int EVICTING = 1_000;

	private static final int EVICTING_TENANT = 5_000;

	private static final int CLEARING = 10_000;

	private static final int LONGEST_PAUSE_MILLIS = 20;

	private final SoakAssistant assistant;

	private final LlmCaches caches;

	private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();

	/** Callers share it during a call; who has it alone has them stand still. */
	private final ReadWriteLock traffic = new ReentrantReadWriteLock(true);

	SoakTraffic(SoakAssistant assistant, LlmCaches caches) {
		this.assistant = assistant;
		this.caches = caches;
	}

	/**
	 * Begins, halted. Halting and going on are for the thread that calls this.
	 */
	void begin() {
		halt();
		for (int i = 0; i < THREADS; i++) {
			Thread thread = new Thread(this::run, "traffic-" + i);
			thread.setDaemon(true);
			thread.start();
		}
	}

	/** Returns when no call is on its way. */
	void halt() {
		this.traffic.writeLock().lock();
	}

	void goOn() {
		this.traffic.writeLock().unlock();
	}

	/**
	 * What has happened so far: calls, those answered, failures of the model that reached
	 * a caller, errors by class, wrong answers.
	 */
	Counts counts() {
		Map<String, Long> sums = new TreeMap<>();
		this.counts.forEach((name, count) -> sums.put(name, count.sum()));
		return new Counts(sums);
	}

	private void run() {
		while (true) {
			this.traffic.readLock().lock();
			try {
				call();
			}
			finally {
				this.traffic.readLock().unlock();
			}
			SemanticApplication.sleep(ThreadLocalRandom.current().nextInt(LONGEST_PAUSE_MILLIS));
		}
	}

	private void call() {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		String tenant = TENANTS.get(random.nextInt(TENANTS.size()));
		String question = "question-" + QUESTIONS.next(random);
		count("calls");
		try {
			String answer = this.assistant.answer(tenant, question);
			count(SoakAssistant.answerTo(tenant, question).equals(answer) ? "answered" : "wrong");
			forget(random, tenant, question);
		}
		catch (ModelFailure ex) {
			count("model-failures");
		}
		catch (Throwable ex) {
			count("error." + ex.getClass().getName());
			ex.printStackTrace();
		}
	}

	private void forget(ThreadLocalRandom random, String tenant, String question) {
		if (random.nextInt(EVICTING) == 0) {
			this.assistant.forget(tenant, question);
			count("evicted");
		}
		if (random.nextInt(EVICTING_TENANT) == 0) {
			this.caches.evictTenant(tenant);
			count("evicted-tenants");
		}
		if (random.nextInt(CLEARING) == 0) {
			this.caches.clear(SoakAssistant.CACHE);
			count("cleared");
		}
	}

	private void count(String name) {
		this.counts.computeIfAbsent(name, (key) -> new LongAdder()).increment();
	}

}
