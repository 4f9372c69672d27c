package io.llmcache.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

import io.llmcache.CacheOutcome;
import io.llmcache.LlmCaches;
import io.llmcache.key.CacheKey;
import io.llmcache.store.RedisKeys;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * The indexes of the semantic layer: what a search costs, what is found, what an entry
 * takes, how soon others know of it, and whether tenants are kept apart.
 */
final class IndexBenchmark implements Benchmark {

	static final String OPERATION = "answer";

	/** A call that gave up waiting would leave a hole in the figures. */
	static final String PATIENT = "llm.cache.operation-timeout=5s";

	static final List<String> PROPERTIES = List.of(PATIENT, "llm.cache.semantic.index=mirror");

	private static final int DOCUMENTS = 100_000;

	/** Enough to make room for everything that Redis keeps once, and still be quick. */
	private static final int WEIGHED = 20_000;

	/** Numbers of questions that are stored one by one. */
	private static final int NEWS = 20_000_000;

	private final Path directory;

	IndexBenchmark(Path directory) {
		this.directory = directory;
	}

	@Override
	public void run(Report report, boolean full) throws Exception {
		int real = full ? 20_000 : 8_000;
		Corpus corpus = RealQuestions.corpus(this.directory, real, report);
		report.note(corpus.realFamilies() + " real questions, families of " + Corpus.FAMILY + " around them");
		new MirrorSearch(corpus, report, full ? 5 : 1).run();
		TenantProbes tenants = new TenantProbes(corpus, report);
		tenants.inMirror(1_000_000);
		NearestFound nearest = new NearestFound(corpus, DOCUMENTS, full ? 10_000 : 2_000);
		CorpusEmbedder embedder = new CorpusEmbedder(corpus);
		double plain = plainBytes(embedder);
		try (LocalRedis redis = LocalRedis.start();
				BareRedis bare = new BareRedis(redis.port());
				SemanticApplication application = SemanticApplication.start(redis.port(), embedder,
						PROPERTIES.toArray(String[]::new))) {
			report.note("Redis " + bare.version());
			bytes(report, application, bare, plain, "mirror", 1800);
			found(report, application, nearest, "mirror");
			otherJvm(report, application, redis.port(), real, full ? 5 : 1);
			tenants.inRedis(application, "mirror", full ? 200_000 : 20_000);
		}
		queryEngine(report, embedder, nearest, plain, tenants, full);
	}

	private void queryEngine(Report report, CorpusEmbedder embedder, NearestFound nearest, double plain,
			TenantProbes tenants, boolean full) throws Exception {
		try (@Nullable
		LocalRedis redis = LocalRedis.startWithQueryEngine()) {
			if (redis == null) {
				report.note("no query engine at hand: eval \"$(.ci/servers)\" names one");
				return;
			}
			try (BareRedis bare = new BareRedis(redis.port());
					SemanticApplication application = SemanticApplication.start(redis.port(), embedder, PATIENT,
							"llm.cache.semantic.index=query-engine")) {
				report.note("Redis " + bare.version() + " with the query engine");
				bytes(report, application, bare, plain, "query-engine", 3000);
				found(report, application, nearest, "query-engine");
				tenants.inRedis(application, "query-engine", full ? 100_000 : 10_000);
			}
		}
	}

	/** Bytes that Redis takes for an entry when the layer is off. */
	private static double plainBytes(CorpusEmbedder embedder) throws IOException {
		try (LocalRedis redis = LocalRedis.start();
				BareRedis bare = new BareRedis(redis.port());
				ConfigurableApplicationContext context = BenchmarkApplication.start(redis.port(), embedder, PATIENT)) {
			LlmCaches caches = context.getBean(LlmCaches.class);
			SemanticApplication.fill(caches, OPERATION, WEIGHED, WEIGHED + 100);
			long before = bare.usedMemory();
			SemanticApplication.fill(caches, OPERATION, 0, WEIGHED);
			return (bare.usedMemory() - before) / (double) WEIGHED;
		}
	}

	/** Fills the application, and weighs it on the way. */
	private static void bytes(Report report, SemanticApplication application, BareRedis redis, double plain,
			String index, double must) {
		SemanticApplication.fill(application.caches(), OPERATION, DOCUMENTS, DOCUMENTS + 100);
		long before = redis.usedMemory();
		SemanticApplication.fill(application.caches(), OPERATION, 0, WEIGHED);
		double bytes = (redis.usedMemory() - before) / (double) WEIGHED;
		report.add(new Figure("redis-beyond-the-response-" + index, bytes - plain, Unit.BYTES, Must.atMost(must)));
		report.note("%d entries with the layer less the same without it (%.0f B each); key by key: %s"
			.formatted(WEIGHED, plain, kinds(redis, application)));
		report.note("of one document: RedisVL 6.4 kB, Spring AI 13.7 kB");
		SemanticApplication.fill(application.caches(), OPERATION, WEIGHED, DOCUMENTS);
		application.settle(DOCUMENTS);
	}

	private static String kinds(BareRedis redis, SemanticApplication application) {
		List<String> kinds = new ArrayList<>();
		Map<String, LongSummaryStatistics> sizes = redis.memory(IndexBenchmark::kind);
		sizes.remove("other");
		sizes.forEach((kind, sums) -> kinds.add("%s %.0f B".formatted(kind, sums.getAverage())));
		String feed = application.context().getBean(RedisKeys.class).feed(application.space());
		kinds.add("stream %.0f B an entry".formatted(redis.memory(feed) / (double) WEIGHED));
		return String.join(", ", kinds);
	}

	/** What a key holds, as its name tells. */
	static String kind(String key) {
		if (key.contains(":s:")) {
			return "document";
		}
		if (key.contains(":q:{")) {
			return "question key";
		}
		if (key.contains(":e:{")) {
			return "entry";
		}
		return "other";
	}

	private static void found(Report report, SemanticApplication application, NearestFound nearest, String index)
			throws Exception {
		CacheKey asker = application.key(SemanticApplication.request(OPERATION, Wording.STORED.of(0)));
		double share = nearest.share(application, asker);
		report.add(new Figure("nearest-found-" + index + "-100k", share, Unit.RATIO, Must.atLeast(0.995)));
		report.note(nearest.hits() + " probes with a neighbour at " + SemanticApplication.THRESHOLD
				+ " or more, by comparing with all; HNSW with k = 1: 0.40 to 0.83");
	}

	private void otherJvm(Report report, SemanticApplication application, int port, int real, int times)
			throws Exception {
		try (Child child = Child.start(SemanticProcess.class, this.directory.resolve("index-process.log"),
				Integer.toString(port), this.directory.toString(), Integer.toString(real))) {
			child.send("loaded " + DOCUMENTS);
			String[] millis = child.receive().split(" ");
			report.add(Figure.info("fresh-jvm-knows-100k-after", Double.parseDouble(millis[1]), Unit.MILLISECONDS));
			report.note("since the application began to start; it was up after " + millis[0] + " ms");
			child.send("warm 5000");
			child.receive();
			loading(report, child, "hit", 5 * times);
			loading(report, child, "miss", 5 * times);
			news(report, application, child, 200 * times);
		}
	}

	private static void loading(Report report, Child child, String kind, int rounds)
			throws IOException, InterruptedException {
		double[] quiet = new double[rounds];
		double[] meanwhile = new double[rounds];
		double[] millis = new double[rounds];
		for (int round = 0; round < rounds; round++) {
			child.send("loading " + kind + " " + DOCUMENTS);
			String[] numbers = child.receive().split(" ");
			quiet[round] = Double.parseDouble(numbers[0]);
			meanwhile[round] = Double.parseDouble(numbers[1]);
			millis[round] = Double.parseDouble(numbers[2]);
		}
		Samples ratio = Samples.of(meanwhile).over(Samples.of(quiet));
		report.add(new Figure(kind + "-while-100k-load-over-quiet", ratio.median(), Unit.RATIO, Must.atMost(1.2)));
		report.note("%s; quiet %s ns, a load took %s ms".formatted(ratio.spread(Unit.RATIO),
				Unit.NANOSECONDS.format(Samples.of(quiet).median()),
				Unit.MILLISECONDS.format(Samples.of(millis).median())));
	}

	/**
	 * From the moment at which the model had its answer until another JVM found it for
	 * the same question in other words. The other one asks without a pause, and the
	 * moments are not in step with anything that goes on once a second.
	 */
	private static void news(Report report, SemanticApplication application, Child child, int entries)
			throws Exception {
		SplittableRandom random = new SplittableRandom(3);
		double[] millis = new double[entries];
		for (int i = 0; i < entries; i++) {
			int number = NEWS + i;
			child.send("await news " + number);
			SemanticApplication.sleep(random.nextLong(20, 60));
			long answered = load(application, number);
			millis[i] = (Long.parseLong(child.receive()) - answered) / 1e6;
		}
		Samples samples = Samples.of(millis);
		report
			.add(new Figure("new-entry-found-by-other-jvm-p50", samples.median(), Unit.MILLISECONDS, Must.atMost(20)));
		report.add(new Figure("new-entry-found-by-other-jvm-p99", samples.quantile(0.99), Unit.MILLISECONDS,
				Must.atMost(1100)));
		report.note(samples.spread(Unit.MILLISECONDS) + ", worst " + Unit.MILLISECONDS.format(samples.max()));
	}

	private static long load(SemanticApplication application, int number) throws Exception {
		AtomicLong answered = new AtomicLong();
		String question = Wording.STORED.of(number);
		CacheOutcome outcome = application.caches().call(SemanticApplication.request("news", question), () -> {
			answered.set(System.nanoTime());
			return Model.answerTo(question);
		}).outcome();
		if (outcome != CacheOutcome.MISS) {
			throw new IllegalStateException(outcome + " instead of a miss");
		}
		return answered.get();
	}

}
