package io.llmcache.benchmarks;

import io.llmcache.CacheIncident;
import io.llmcache.LlmCaches;
import io.llmcache.test.TestRedis;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * Whether anybody hears of it when Redis takes no writes.
 */
final class RefusedWrites {

	private static final int QUESTIONS = 2000;

	private RefusedWrites() {
	}

	static void report(Report report) {
		try (TestRedis full = TestRedis.start("--maxmemory", "1")) {
			counted(report, "oom", full);
		}
		try (TestRedis primary = TestRedis.start(); TestRedis replica = TestRedis.start()) {
			replica.command("REPLICAOF", primary.host(), Integer.toString(primary.port()));
			counted(report, "readonly", replica);
		}
	}

	private static void counted(Report report, String kind, TestRedis redis) {
		try (ConfigurableApplicationContext context = BenchmarkApplication.start(redis.properties(),
				BenchmarkApplication.SILENT)) {
			Assistant assistant = context.getBean(Assistant.LLM_CACHE, Assistant.class);
			for (int i = 0; i < QUESTIONS; i++) {
				String question = kind + "-" + i;
				if (!Model.answerTo(question).equals(assistant.answer(question))) {
					throw new IllegalStateException("Not the answer to this question");
				}
			}
			long failed = context.getBean(LlmCaches.class).stats(Assistant.CACHE).count(CacheIncident.FAILED_WRITE);
			report.add(new Figure("writes-" + kind + "-counted", 100.0 * failed / QUESTIONS, Unit.PERCENT,
					Must.exactly(100)));
			report.note(failed + " failed writes counted, " + QUESTIONS + " questions, all answered by "
					+ context.getBean(Model.class).calls() + " calls of the model");
		}
	}

}
