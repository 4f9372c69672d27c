package io.llmcache.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

import io.llmcache.benchmarks.LoneMirror.Known;
import io.llmcache.key.Digest;
import io.llmcache.semantic.UnitVector;

/**
 * What a search of the mirror costs, by the number of documents in the scope, and what
 * each of them takes of the heap.
 */
final class MirrorSearch {

	private static final int LARGEST = 1_000_000;

	private static final int PROBES = 256;

	/** Documents drawn at a time. */
	private static final int AT_ONCE = 10_000;

	private static final Digest SCOPE = Digests.of(1, 0);

	private static final Digest TENANT = Digests.of(2, 0);

	private final Corpus corpus;

	private final Report report;

	private final int times;

	MirrorSearch(Corpus corpus, Report report, int times) {
		this.corpus = corpus;
		this.report = report;
		this.times = times;
	}

	void run() {
		long before = usedHeap();
		try (LoneMirror mirror = new LoneMirror(LARGEST)) {
			int known = 0;
			for (Size size : Size.values()) {
				for (; known < size.documents; known += AT_ONCE) {
					documents(known).forEach(mirror::add);
				}
				search(mirror, size);
			}
			double bytes = (usedHeap() - before) / (double) mirror.documents();
			this.report.add(new Figure("mirror-heap-an-entry", bytes, Unit.BYTES, Must.atMost(120)));
			this.report.note("at " + mirror.documents() + " documents");
		}
	}

	/** Drawing them takes longer than taking note of them. */
	private List<Known> documents(int from) {
		return IntStream.range(from, from + AT_ONCE)
			.parallel()
			.mapToObj((i) -> LoneMirror.known(SCOPE, TENANT, Digests.of(0, i), this.corpus.vector(i)))
			.toList();
	}

	private void search(LoneMirror mirror, Size size) {
		List<UnitVector> probes = new ArrayList<>();
		for (int i = 0; i < PROBES; i++) {
			probes.add(this.corpus.reworded((int) ((long) i * size.documents / PROBES), i));
		}
		int warmUp = Math.max(size.searches / 4, 1);
		block(mirror, probes, warmUp);
		double[] nanos = new double[10 * this.times];
		for (int block = 0; block < nanos.length; block++) {
			nanos[block] = block(mirror, probes, size.searches / 10);
		}
		Samples samples = Samples.of(nanos);
		this.report.add(new Figure("mirror-search-cpu-" + size.label, samples.median() / 1000, Unit.MICROSECONDS,
				Must.atMost(size.mustMicros)));
		this.report.note("of the searching thread, sketch included; " + size.comparison);
	}

	/** Mean of processor time, in nanoseconds. */
	private static double block(LoneMirror mirror, List<UnitVector> probes, int searches) {
		ThreadMXBean threads = ManagementFactory.getThreadMXBean();
		int proposals = 0;
		long begin = threads.getCurrentThreadCpuTime();
		for (int i = 0; i < searches; i++) {
			proposals += mirror.propose(SCOPE, probes.get(i % PROBES)).size();
		}
		long end = threads.getCurrentThreadCpuTime();
		if (proposals < searches) {
			throw new IllegalStateException("Some stored questions were not found at all");
		}
		return (end - begin) / (double) searches;
	}

	private static long usedHeap() {
		// The second collects what the first has only found to be dead.
		System.gc();
		System.gc();
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

	private enum Size {

		SMALL("10k", 10_000, 20_000, 60, "RedisVL takes 300 us at 1 k, a KEYS and GET scan 404 ms at 10 k"),

		MEDIUM("100k", 100_000, 4_000, 500, "RedisVL takes 10 ms at 100 k"),

		LARGE("1M", 1_000_000, 300, 10_000, "all in one scope");

		private final String label;

		private final int documents;

		private final int searches;

		private final double mustMicros;

		private final String comparison;

		Size(String label, int documents, int searches, double mustMicros, String comparison) {
			this.label = label;
			this.documents = documents;
			this.searches = searches;
			this.mustMicros = mustMicros;
			this.comparison = comparison;
		}

	}

}
