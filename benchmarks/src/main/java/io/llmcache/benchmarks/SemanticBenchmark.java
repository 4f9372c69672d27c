package io.llmcache.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import io.llmcache.LlmCaches;
import io.llmcache.SemanticMatch.Via;
import io.llmcache.SemanticStats;
import io.llmcache.benchmarks.Wording.Asked;
import io.llmcache.key.Digester;
import io.llmcache.semantic.question.EnglishQuestions;
import org.jspecify.annotations.Nullable;

import org.springframework.context.ConfigurableApplicationContext;

/**
 * What the semantic layer adds to a hit, and to one that does not need it. Embedding is
 * not in it: the model answers at once with vectors computed beforehand.
 */
final class SemanticBenchmark implements Benchmark {

	private static final int STORED = 10_000;

	private static final int BLOCK = 50;

	private static final int WARM_UP_ROUNDS = 300;

	private static final int ROUNDS = 140;

	private static final int WARM_UP_BLOCKS = 300;

	/** Questions that exact hits and aliases take turns with. */
	private static final int TURNS = 64;

	private final Path directory;

	SemanticBenchmark(Path directory) {
		this.directory = directory;
	}

	@Override
	public void run(Report report, boolean full) throws Exception {
		int times = full ? 3 : 1;
		Corpus corpus = RealQuestions.corpus(this.directory, 2_000, report);
		CorpusEmbedder embedder = new CorpusEmbedder(corpus);
		questionKey(report, times);
		try (LocalRedis redis = LocalRedis.start();
				ConfigurableApplicationContext off = BenchmarkApplication.start(redis.port(), embedder,
						IndexBenchmark.PATIENT);
				SemanticApplication application = SemanticApplication.start(redis.port(), embedder,
						IndexBenchmark.PATIENT, "llm.cache.semantic.index=mirror", "llm.cache.prefix=semantic")) {
			ConfigurableApplicationContext on = application.context();
			Desk desk = new Desk(on, embedder);
			desk.fill(report);
			application.settle(STORED);
			ways(report, desk, times);
			onOverOff(report, on, off, times);
		}
	}

	/** A canonical form and its digest, on one thread. */
	private static void questionKey(Report report, int times) throws IOException {
		EnglishQuestions questions = new EnglishQuestions();
		Digester digester = Digester.sha256();
		List<String> prompts = RealQuestions.ofLength(95, 105);
		ThreadMXBean threads = ManagementFactory.getThreadMXBean();
		double[] nanos = new double[200 * times];
		int sum = 0;
		for (int block = -WARM_UP_BLOCKS; block < nanos.length; block++) {
			long begin = threads.getCurrentThreadCpuTime();
			for (String prompt : prompts) {
				sum += digester.question(Digests.of(1, 0), questions.id(), questions.canonical(prompt)).hashCode();
			}
			if (block >= 0) {
				nanos[block] = (threads.getCurrentThreadCpuTime() - begin) / (double) prompts.size();
			}
		}
		Samples samples = Samples.of(nanos);
		report.add(new Figure("question-key-cpu-100-characters", samples.median() / 1000, Unit.MICROSECONDS,
				Must.atMost(20)));
		report.note(
				"%d real questions of 95 to 105 characters, canonical form and digest; middle 80 %% from %.2f to %.2f us (%s)"
					.formatted(prompts.size(), samples.quantile(0.1) / 1000, samples.quantile(0.9) / 1000,
							HexFormat.of().toHexDigits(sum)));
	}

	/** Exact hits and the three other ways to an answer, in turn. */
	private static void ways(Report report, Desk desk, int times) {
		int rounds = ROUNDS * times;
		Probes keys = new Probes(Wording.withTheKey());
		Probes vectors = new Probes(Wording.byVector());
		desk.embedder.prepare(vectors.first((rounds + WARM_UP_ROUNDS) * BLOCK));
		AtomicInteger turn = new AtomicInteger();
		DoubleSupplier exact = () -> desk.median(null, () -> new Asked(turn.getAndIncrement() % TURNS, Wording.STORED));
		DoubleSupplier alias = () -> desk.median(Via.ALIAS,
				() -> new Asked(turn.getAndIncrement() % TURNS, Desk.ALIASED));
		DoubleSupplier key = () -> desk.median(Via.QUESTION, keys::next);
		DoubleSupplier vector = () -> desk.median(Via.INDEX, vectors::next);
		List<DoubleSupplier> order = List.of(exact, alias, key, vector);
		Rounds.inTurn(order, WARM_UP_ROUNDS);
		List<Samples> nanos = Rounds.inTurn(order, rounds);
		report.add(Figure.info("exact-hit-p50", nanos.get(0).median(), Unit.NANOSECONDS));
		over(report, "alias", nanos.get(1), nanos.get(0), 2.2);
		over(report, "question-key", nanos.get(2), nanos.get(0), 4);
		over(report, "mirror", nanos.get(3), nanos.get(0), 12);
		report.note("embedding excluded, hand-over to its threads included; RedisVL 7.8 times a bare GET at 10 k, 82 "
				+ "times at 100 k");
	}

	private static void over(Report report, String way, Samples nanos, Samples exact, double must) {
		Samples ratio = nanos.over(exact);
		report.add(new Figure("hit-by-" + way + "-over-exact", ratio.median(), Unit.RATIO, Must.atMost(must)));
		report.note("%s; %s ns".formatted(ratio.spread(Unit.RATIO), Unit.NANOSECONDS.format(nanos.median())));
	}

	/** The same exact hits in an application with the layer and in one without. */
	private static void onOverOff(Report report, ConfigurableApplicationContext on, ConfigurableApplicationContext off,
			int times) {
		List<DoubleSupplier> order = List.of(exactHits(on), exactHits(off));
		Rounds.inTurn(order, 300);
		List<Samples> nanos = Rounds.inTurn(order, 1000 * times);
		Samples ratio = nanos.get(0).over(nanos.get(1));
		report.add(new Figure("exact-hit-layer-on-over-off", ratio.median(), Unit.RATIO, Must.atMost(1.05)));
		report
			.note("%s; off %s ns".formatted(ratio.spread(Unit.RATIO), Unit.NANOSECONDS.format(nanos.get(1).median())));
	}

	private static DoubleSupplier exactHits(ConfigurableApplicationContext context) {
		Assistant assistant = context.getBean(Assistant.LLM_CACHE, Assistant.class);
		Model model = context.getBean(Model.class);
		IntStream.range(0, TURNS).forEach((i) -> assistant.answer(Wording.STORED.of(i)));
		return () -> {
			model.reset(0);
			long[] nanos = new long[2 * BLOCK];
			for (int i = 0; i < nanos.length; i++) {
				String question = Wording.STORED.of(i % TURNS);
				long begin = System.nanoTime();
				String answer = assistant.answer(question);
				nanos[i] = System.nanoTime() - begin;
				Exchange.check(answer);
			}
			if (model.calls() > 0) {
				throw new IllegalStateException("Some calls were no hits");
			}
			return Samples.of(nanos).median();
		};
	}

	/** Questions in other words, each once: the second time a pointer would answer. */
	static final class Probes {

		private final List<Asked> all = new ArrayList<>();

		private final Iterator<Asked> rest;

		Probes(List<Wording> wordings) {
			for (Wording wording : wordings) {
				// Not those that have pointers from the start.
				for (int number = TURNS; number < STORED; number++) {
					this.all.add(new Asked(number, wording));
				}
			}
			Collections.shuffle(this.all, new Random(9));
			this.rest = this.all.iterator();
		}

		List<Asked> first(int count) {
			return this.all.subList(0, count);
		}

		Asked next() {
			return this.rest.next();
		}

	}

	/** The annotated bean of an application with the layer, and what it counts. */
	private static final class Desk {

		/** Has pointers for the questions that take turns. */
		private static final Wording ALIASED = Wording.WHAT_SUM;

		private final CorpusEmbedder embedder;

		private final Assistant assistant;

		private final Model model;

		private final LlmCaches caches;

		Desk(ConfigurableApplicationContext context, CorpusEmbedder embedder) {
			this.embedder = embedder;
			this.assistant = context.getBean(Assistant.LLM_CACHE, Assistant.class);
			this.model = context.getBean(Model.class);
			this.caches = context.getBean(LlmCaches.class);
		}

		/** Has all questions answered, each of which is a miss. */
		void fill(Report report) {
			List<Asked> questions = IntStream.range(0, STORED)
				.mapToObj((number) -> new Asked(number, Wording.STORED))
				.toList();
			long embedded = this.embedder.calls();
			questions.forEach((asked) -> this.assistant.answer(asked.text()));
			if (this.model.calls() != STORED) {
				throw new IllegalStateException(this.model.calls() + " misses instead of " + STORED);
			}
			double embeddings = (this.embedder.calls() - embedded) / (double) STORED;
			report.add(new Figure("embeddings-a-miss", embeddings, Unit.CALLS, Must.exactly(1)));
			report.note(STORED + " misses; Spring AI embeds 3 times");
			for (int number = 0; number < TURNS; number++) {
				String question = ALIASED.of(number);
				for (int i = 0; viaOf(question) != Via.ALIAS; i++) {
					if (i > 1000) {
						throw new IllegalStateException("No pointer was left");
					}
					SemanticApplication.sleep(2);
				}
			}
		}

		private @Nullable Via viaOf(String question) {
			long before = hits(Via.ALIAS);
			this.assistant.answer(question);
			return (hits(Via.ALIAS) > before) ? Via.ALIAS : null;
		}

		/**
		 * The median of a block of calls, in nanoseconds.
		 * @param via how each of them must be answered; null for exact hits
		 * @param questions gives the questions
		 */
		double median(@Nullable Via via, Supplier<Asked> questions) {
			List<Asked> block = IntStream.range(0, BLOCK).mapToObj((i) -> questions.get()).toList();
			List<String> texts = block.stream().map(Asked::text).toList();
			long[] nanos = new long[BLOCK];
			this.model.reset(0);
			long before = hits(via);
			for (int i = 0; i < BLOCK; i++) {
				long begin = System.nanoTime();
				String answer = this.assistant.answer(texts.get(i));
				nanos[i] = System.nanoTime() - begin;
				if (!answer.equals(Model.answerTo(Wording.STORED.of(block.get(i).number())))) {
					throw new IllegalStateException("The answer to another question");
				}
			}
			if (this.model.calls() > 0 || hits(via) - before != BLOCK) {
				throw new IllegalStateException("%d calls of the model, %d of %d hits by %s"
					.formatted(this.model.calls(), hits(via) - before, BLOCK, via));
			}
			return Samples.of(nanos).median();
		}

		private long hits(@Nullable Via via) {
			SemanticStats semantic = this.caches.stats(Assistant.CACHE).semantic();
			if (via != null) {
				return semantic.hits().getOrDefault(via, 0L);
			}
			long pointed = semantic.hits().values().stream().mapToLong(Long::longValue).sum();
			return this.caches.stats(Assistant.CACHE).hits() - pointed;
		}

	}

}
