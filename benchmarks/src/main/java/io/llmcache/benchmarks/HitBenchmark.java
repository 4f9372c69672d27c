package io.llmcache.benchmarks;

import java.util.Map;
import java.util.function.IntFunction;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * What a hit costs, against the bare round trip to Redis that it cannot do without.
 */
final class HitBenchmark implements Benchmark {

	private static final int THREADS = 256;

	private static final int BLOCK = 200;

	@Override
	public void run(Report report, boolean full) throws Exception {
		try (LocalRedis redis = LocalRedis.start();
				ConfigurableApplicationContext context = BenchmarkApplication.start(redis.port());
				BareRedis bare = new BareRedis(redis.port());
				Crowd crowd = new Crowd(THREADS)) {
			report.note("Redis " + bare.version() + ", answers of " + Model.ANSWER + " B");
			Exchange small = new Exchange(context, bare, 200);
			Exchange large = new Exchange(context, bare, 4000);
			int times = full ? 10 : 1;
			quiet(report, small, Must.atMost(1.15), times);
			quiet(report, large, Must.atMost(1.35), times);
			throughput(report, small, crowd, times);
			commands(report, bare, small, times);
			allocation(report, small, times);
			allocation(report, large, times);
		}
	}

	/** One thread, nothing else going on: the median of single calls. */
	private static void quiet(Report report, Exchange exchange, Must must, int times) {
		Rounds rounds = new Rounds(exchange.contenders().map((call) -> () -> medianNanos(call)));
		exchange.hitting(() -> rounds.run(1000));
		Contenders<Samples> nanos = exchange.hitting(() -> rounds.run(1500 * times));
		String argument = "-" + exchange.size() + "B";
		report.add(Figure.info("quiet-get-p50" + argument, nanos.get().median(), Unit.NANOSECONDS));
		report.add(Figure.info("quiet-hit-p50" + argument, nanos.hit().median(), Unit.NANOSECONDS));
		Samples hit = nanos.hit().over(nanos.get());
		report.add(new Figure("quiet-hit-over-get" + argument, hit.median(), Unit.RATIO, must));
		report.note(hit.spread(Unit.RATIO));
		Samples cacheable = nanos.cacheable().over(nanos.get());
		report.add(Figure.info("quiet-cacheable-over-get" + argument, cacheable.median(), Unit.RATIO));
		report.note(cacheable.spread(Unit.RATIO));
	}

	private static double medianNanos(IntFunction<String> call) {
		long[] nanos = new long[BLOCK];
		for (int i = 0; i < BLOCK; i++) {
			long begin = System.nanoTime();
			String answer = call.apply(i);
			nanos[i] = System.nanoTime() - begin;
			Exchange.check(answer);
		}
		return Samples.of(nanos).median();
	}

	/** Many threads without a pause: operations a second. */
	private static void throughput(Report report, Exchange exchange, Crowd crowd, int times) {
		Contenders<IntFunction<String>> calls = exchange.contenders();
		Rounds rounds = new Rounds(
				new Contenders<IntFunction<String>>(exchange::decoded, calls.hit(), calls.cacheable())
					.map((call) -> () -> crowd.operationsASecond(1000, (i) -> Exchange.check(call.apply(i)))));
		exchange.hitting(() -> rounds.run(3));
		Contenders<Samples> rates = exchange.hitting(() -> rounds.run(25 * times));
		report.add(Figure.info("throughput-256-get-decode", rates.get().median(), Unit.A_SECOND));
		report.add(Figure.info("throughput-256-hit", rates.hit().median(), Unit.A_SECOND));
		Samples hit = rates.hit().over(rates.get());
		report.add(new Figure("throughput-256-hit-over-get-decode", hit.median(), Unit.RATIO, Must.atLeast(0.85)));
		report.note(hit.spread(Unit.RATIO));
		Samples cacheable = rates.cacheable().over(rates.get());
		report.add(Figure.info("throughput-256-cacheable-over-get-decode", cacheable.median(), Unit.RATIO));
		report.note(cacheable.spread(Unit.RATIO));
	}

	/** What Redis itself counts, flushes of counted hits and all upkeep included. */
	private static void commands(Report report, BareRedis redis, Exchange exchange, int times) {
		int hits = 100_000 * times;
		Map<String, Long> before = redis.commandCalls();
		exchange.hitting(() -> {
			for (int i = 0; i < hits; i++) {
				Exchange.check(exchange.hit(i));
			}
			return hits;
		});
		Map<String, Long> calls = redis.commandCalls();
		calls.replaceAll((name, count) -> count - before.getOrDefault(name, 0L));
		calls.values().removeIf((count) -> count == 0);
		double total = calls.values().stream().mapToLong(Long::longValue).sum();
		report.add(new Figure("commands-a-hit", total / hits, Unit.COMMANDS_A_HIT, Must.exactly(1)));
		report.note(hits + " hits: " + calls + ", commands called by scripts counted too");
	}

	/** What a hit leaves to the collector, less what the round trip alone does. */
	private static void allocation(Report report, Exchange exchange, int times) {
		Contenders<Samples> here = bytes(exchange, Allocation::ofThisThread, times);
		Contenders<Samples> everywhere = bytes(exchange, Allocation::ofAllThreads, times);
		String argument = "-" + exchange.size() + "B";
		Samples hit = here.hit().beyond(here.get());
		report.add(new Figure("allocated-beyond-get" + argument, hit.median(), Unit.BYTES, Must.atMost(6000)));
		report.note("by the calling thread; " + hit.spread(Unit.BYTES));
		report.add(Figure.info("allocated-beyond-get-all-threads" + argument,
				everywhere.hit().beyond(everywhere.get()).median(), Unit.BYTES));
		report.add(Figure.info("allocated-beyond-get-cacheable" + argument,
				here.cacheable().beyond(here.get()).median(), Unit.BYTES));
	}

	private static Contenders<Samples> bytes(Exchange exchange, Allocation allocation, int times) {
		int count = 1000;
		Rounds rounds = new Rounds(exchange.contenders().map((call) -> () -> {
			long before = allocation.bytes();
			for (int i = 0; i < count; i++) {
				Exchange.check(call.apply(i));
			}
			return (allocation.bytes() - before) / (double) count;
		}));
		return exchange.hitting(() -> rounds.run(100 * times));
	}

}
