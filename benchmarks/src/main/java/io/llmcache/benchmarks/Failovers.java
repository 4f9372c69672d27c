package io.llmcache.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

import io.llmcache.CacheCall;
import io.llmcache.CacheOutcome;
import io.llmcache.CacheRequest;
import io.llmcache.LlmCaches;
import io.llmcache.test.RedisKind;
import io.llmcache.test.TestCluster;
import io.llmcache.test.TestRedis;
import io.llmcache.test.TestSentinels;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * Two applications that ask the same questions while another Redis takes the place of
 * theirs.
 */
final class Failovers {

	private static final int QUESTIONS = 400;

	/** In each application. */
	private static final int CALLERS = 4;

	private static final long PAUSE_MILLIS = 2;

	private static final long AFTERWARDS_MILLIS = 3000;

	private static final CacheRequest<String> REQUEST = CacheRequest.of("failovers", "failover", String.class, "");

	private final Map<String, LongAdder> loads = new ConcurrentHashMap<>();

	private final Map<CacheOutcome, LongAdder> outcomes = new ConcurrentHashMap<>();

	private final Map<String, LongAdder> errors = new ConcurrentHashMap<>();

	private final AtomicBoolean over = new AtomicBoolean();

	private Failovers() {
	}

	static void report(Report report) {
		RedisKind kind = servers();
		try (TestSentinels sentinels = TestSentinels.start(kind)) {
			new Failovers().take(report, "sentinel", sentinels.properties(), sentinels::failOver);
			new Failovers().take(report, "sentinel-killed", sentinels.properties(), () -> {
				TestRedis next = sentinels.replica();
				sentinels.primary().kill();
				sentinels.awaitPrimary(next);
			});
		}
		try (TestCluster cluster = TestCluster.startWithReplicas(kind)) {
			TestRedis first = cluster.nodes().get(0);
			new Failovers().take(report, "cluster", cluster.properties(), () -> cluster.failOver(first));
			TestRedis second = cluster.nodes().get(1);
			new Failovers().take(report, "cluster-killed", cluster.properties(), () -> {
				second.kill();
				cluster.awaitPromotion(cluster.replicas().get(1));
			});
		}
	}

	/** Redis 6 takes its time over failovers, and has no knob for it. */
	static RedisKind servers() {
		return (System.getenv("LLM_CACHE_TEST_REDIS8") != null) ? RedisKind.REDIS_8 : RedisKind.REDIS_6;
	}

	private void take(Report report, String kind, String[] redis, Runnable failover) {
		try (ConfigurableApplicationContext one = start(redis, kind);
				ConfigurableApplicationContext other = start(redis, kind);
				Crowd crowd = new Crowd(2 * CALLERS + 1)) {
			List<LlmCaches> applications = List.of(one.getBean(LlmCaches.class), other.getBean(LlmCaches.class));
			for (int i = 0; i < QUESTIONS / 2; i++) {
				ask(applications.get(0), i);
			}
			crowd.all((number) -> {
				if (number == 2 * CALLERS) {
					endAfter(failover);
					return;
				}
				walk(applications.get(number % 2), number);
			});
			if (ask(applications.get(0), 0) != CacheOutcome.EXACT_HIT) {
				throw new IllegalStateException("The cache has not come back");
			}
		}
		report(report, kind);
	}

	private static ConfigurableApplicationContext start(String[] redis, String kind) {
		return BenchmarkApplication.start(redis, "llm.cache.prefix=" + kind, BenchmarkApplication.SILENT);
	}

	private void endAfter(Runnable failover) {
		try {
			Thread.sleep(500);
			failover.run();
			Thread.sleep(AFTERWARDS_MILLIS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		finally {
			this.over.set(true);
		}
	}

	/** The second half of the questions is new when the walk begins. */
	private void walk(LlmCaches caches, int number) {
		for (int i = number; !this.over.get(); i++) {
			ask(caches, (i * 7) % QUESTIONS);
			SemanticApplication.sleep(PAUSE_MILLIS);
		}
	}

	private @Nullable CacheOutcome ask(LlmCaches caches, int number) {
		String question = "question-" + number;
		try {
			CacheCall<String> call = caches.call(REQUEST.with("number", number), () -> Model.answerTo(question));
			this.outcomes.computeIfAbsent(call.outcome(), (key) -> new LongAdder()).increment();
			if (call.outcome() == CacheOutcome.MISS) {
				this.loads.computeIfAbsent(question, (key) -> new LongAdder()).increment();
			}
			if (!Model.answerTo(question).equals(call.value())) {
				throw new IllegalStateException("Not the answer to this question");
			}
			return call.outcome();
		}
		catch (Exception ex) {
			this.errors.computeIfAbsent(ex.getClass().getName(), (key) -> new LongAdder()).increment();
			return null;
		}
	}

	private void report(Report report, String kind) {
		long failed = this.errors.values().stream().mapToLong(LongAdder::sum).sum();
		report.add(new Figure("failover-" + kind + "-errors", failed, Unit.ERRORS, Must.exactly(0)));
		report.note("calls by outcome: " + this.outcomes + (this.errors.isEmpty() ? "" : ", errors: " + this.errors));
		List<Long> extra = new ArrayList<>();
		this.loads.values().forEach((count) -> extra.add(count.sum() - 1));
		long[] counts = extra.stream().mapToLong(Long::longValue).toArray();
		report.add(new Figure("failover-" + kind + "-extra-loads-a-key", Samples.of(counts).max(), Unit.CALLS,
				Must.atMost(1)));
		report.note("extra loads of " + counts.length + " keys: " + StampedeBenchmark.distribution(counts)
				+ "; bypassed calls not counted");
	}

}
