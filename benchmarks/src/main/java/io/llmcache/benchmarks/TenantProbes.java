package io.llmcache.benchmarks;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

import io.llmcache.CacheRequest;
import io.llmcache.key.CacheKey;
import io.llmcache.key.Digest;
import io.llmcache.semantic.UnitVector;
import io.llmcache.store.Document;
import io.llmcache.store.StoreException;

/**
 * Many tenants who asked the very same questions, and probes that lie on or beside what
 * another one has stored.
 */
final class TenantProbes {

	private static final int TENANTS = 1000;

	/** Questions that every tenant has asked. */
	private static final int QUESTIONS = 10;

	private static final String OPERATION = "isolation";

	private final Corpus corpus;

	private final Report report;

	TenantProbes(Corpus corpus, Report report) {
		this.corpus = corpus;
		this.report = report;
	}

	/** The mirror itself: whose documents does it propose? */
	void inMirror(int probes) {
		try (LoneMirror mirror = new LoneMirror(TENANTS * QUESTIONS)) {
			for (int tenant = 0; tenant < TENANTS; tenant++) {
				for (int question = 0; question < QUESTIONS; question++) {
					mirror.add(LoneMirror.known(Digests.of(1, tenant), Digests.of(2, tenant),
							Digests.of(3 + question, tenant), stored(question)));
				}
			}
			LongAdder proposals = new LongAdder();
			long foreign = IntStream.range(0, probes).parallel().mapToLong((i) -> {
				int asking = i % TENANTS;
				List<Digest> proposed = mirror.propose(Digests.of(1, asking), probe(i));
				proposals.add(proposed.size());
				return proposed.stream().filter((digest) -> Digests.number(digest) != asking).count();
			}).sum();
			report("isolation-mirror-in-memory-foreign-proposed", foreign, probes, proposals.sum());
		}
	}

	/**
	 * Questions of one meaning that all tenants have: two in three probes are equal to
	 * what is stored, the others near it.
	 */
	private UnitVector probe(int seed) {
		int question = new SplittableRandom(seed).nextInt(QUESTIONS);
		return (seed % 3 == 0) ? this.corpus.reworded(question * Corpus.FAMILY, seed) : stored(question);
	}

	private UnitVector stored(int question) {
		return this.corpus.vector(question * Corpus.FAMILY);
	}

	/**
	 * Any index, with documents in Redis: what does it propose, and what is read for the
	 * asker, when it is handed the document of somebody else as well?
	 */
	void inRedis(SemanticApplication application, String index, int probes) throws StoreException {
		for (int tenant = 0; tenant < TENANTS; tenant++) {
			for (int question = 0; question < QUESTIONS; question++) {
				application.put(request(tenant, question), "of tenant " + tenant);
			}
		}
		Map<Digest, Integer> owners = new HashMap<>();
		List<CacheKey> askers = new ArrayList<>();
		for (int tenant = 0; tenant < TENANTS; tenant++) {
			for (int question = 0; question < QUESTIONS; question++) {
				owners.put(digest(application, request(tenant, question)), tenant);
			}
			askers.add(application.key(request(tenant, 0)));
		}
		application.settle((long) TENANTS * QUESTIONS);
		Tally tally = new Tally();
		AtomicInteger next = new AtomicInteger();
		try (Crowd crowd = new Crowd(2)) {
			crowd.all((thread) -> {
				for (int i = next.getAndIncrement(); i < probes; i = next.getAndIncrement()) {
					look(application, askers, owners, i, tally);
				}
			});
		}
		report("isolation-" + index + "-foreign-proposed", tally.foreign().sum(), probes, tally.proposals().sum());
		this.report
			.add(new Figure("isolation-" + index + "-foreign-read", tally.read().sum(), Unit.ANSWERS, Must.exactly(0)));
		this.report.note("each probe also asks for the document of another tenant by its digest");
	}

	private void look(SemanticApplication application, List<CacheKey> askers, Map<Digest, Integer> owners, int probe,
			Tally tally) {
		int asking = probe % TENANTS;
		int other = (asking + 1 + probe / TENANTS) % TENANTS;
		try {
			List<Digest> proposed = application.propose(askers.get(asking), probe(probe));
			tally.proposals().add(proposed.size());
			tally.foreign().add(proposed.stream().filter((digest) -> isForeign(owners, digest, asking)).count());
			List<Digest> wanted = new ArrayList<>(proposed);
			if (other != asking) {
				wanted.add(askers.get(other).digest());
			}
			for (Document document : application.read(askers.get(asking), wanted)) {
				tally.read().add(isForeign(owners, document.digest(), asking) ? 1 : 0);
			}
		}
		catch (StoreException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static boolean isForeign(Map<Digest, Integer> owners, Digest digest, int asking) {
		Integer owner = owners.get(digest);
		return owner == null || owner != asking;
	}

	private static Digest digest(SemanticApplication application, CacheRequest<String> request) {
		return Digest.ofHex(String.valueOf(application.caches().get(request).digest()));
	}

	private static CacheRequest<String> request(int tenant, int question) {
		return SemanticApplication.request(OPERATION, Wording.STORED.of(question * Corpus.FAMILY))
			.withTenant("tenant " + tenant);
	}

	private void report(String name, long foreign, int probes, long proposals) {
		this.report.add(new Figure(name, foreign, Unit.ANSWERS, Must.exactly(0)));
		this.report.note(probes + " probes of " + TENANTS + " tenants, " + proposals + " proposals");
		if (proposals < probes) {
			throw new IllegalStateException("Own documents were not proposed: this proves nothing");
		}
	}

	/** What came of the probes. */
	private record Tally(LongAdder proposals, LongAdder foreign, LongAdder read) {

		private Tally() {
			this(new LongAdder(), new LongAdder(), new LongAdder());
		}

	}

}
