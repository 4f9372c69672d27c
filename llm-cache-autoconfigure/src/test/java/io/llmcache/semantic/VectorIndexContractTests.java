package io.llmcache.semantic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import io.llmcache.key.CacheKey;
import io.llmcache.key.Digest;
import io.llmcache.semantic.VectorIndex.Readiness;
import io.llmcache.store.Document;
import io.llmcache.store.StoreException;
import io.llmcache.store.TestDocuments;
import io.llmcache.store.TestKeys;
import io.llmcache.store.TestStores;
import io.llmcache.test.Eventually;
import io.llmcache.test.TestRedis;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What every vector index keeps. A subclass says how a JVM opens one. The tests read as
 * the engine does: what is proposed is looked up, the dead are reported to the index, and
 * the exact cosine decides.
 */
public abstract class VectorIndexContractTests {

	/** Number of components of the vectors of these tests. */
	protected static final int DIMENSION = 128;

	private static final String CACHE = "desk";

	private static final double FLOOR = 0.9;

	private static final Duration LIFE = Duration.ofMinutes(10);

	private static final AtomicInteger NUMBERS = new AtomicInteger();

	private final String space = "model-" + NUMBERS.incrementAndGet();

	private final TestVectors vectors = new TestVectors(5, DIMENSION);

	/** What the tests have stored, by digest: whose is what an index proposes. */
	private final Map<Digest, Asked> stored = new HashMap<>();

	private final List<AutoCloseable> open = new ArrayList<>();

	/**
	 * An index in a JVM.
	 */
	public interface Jvm extends AutoCloseable {

		/**
		 * The connections of the JVM.
		 */
		TestStores stores();

		/**
		 * The index.
		 */
		VectorIndex index();

		/**
		 * Returns when the index has caught up with what is in Redis now, as it does by
		 * itself within a few seconds; fails when it does not.
		 */
		void settle();

		@Override
		void close();

	}

	private record Asked(CacheKey key, UnitVector vector) {

	}

	/**
	 * Opens an index on a server as a JVM that starts does. Need not wait for anything.
	 * @param redis the server
	 * @param space the space of its documents
	 */
	protected abstract Jvm open(TestRedis redis, String space);

	/**
	 * Removes from Redis whatever the index keeps there beside the documents, by hand.
	 * @param jvm an index
	 * @param space its space
	 */
	protected abstract void drop(Jvm jvm, String space);

	/**
	 * The server of the tests, which are free to empty it.
	 */
	protected TestRedis redis() {
		return TestRedis.shared();
	}

	/**
	 * A server of its own, to be killed.
	 * @param arguments further arguments of redis-server
	 */
	protected TestRedis startRedis(String... arguments) {
		return TestRedis.start(arguments);
	}

	/**
	 * How documents hold a vector.
	 * @param vector the vector
	 */
	protected byte[] encode(UnitVector vector) {
		return vector.halves();
	}

	/**
	 * How many documents the index is asked for, at least 16.
	 */
	protected int limit() {
		return 16;
	}

	@BeforeEach
	void empty() {
		redis().flush();
	}

	@AfterEach
	void everyKeyEnds() throws Exception {
		for (AutoCloseable resource : this.open) {
			resource.close();
		}
		TestStores.assertEveryKeyEnds(redis());
	}

	@Test
	void whatWasAddedIsFoundByWhatIsNear() throws StoreException {
		Jvm jvm = jvm();
		UnitVector question = this.vectors.any();
		CacheKey key = key("acme", "question");
		add(jvm, key, question);

		assertThat(found(jvm, key, question)).containsExactly(key.digest());
		assertThat(found(jvm, key, this.vectors.near(question, 0.97))).containsExactly(key.digest());
		assertThat(found(jvm, key, this.vectors.any())).isEmpty();
		assertThat(found(jvm, key("acme", "never asked"), this.vectors.near(question, 0.99)))
			.containsExactly(key.digest());
	}

	@Test
	void anEmptyIndexFindsNothing() throws StoreException {
		assertThat(found(jvm(), key("acme", "question"), this.vectors.any())).isEmpty();
	}

	@Test
	void theNearestComesFirst() throws StoreException {
		Jvm jvm = jvm();
		UnitVector question = this.vectors.any();
		List<Digest> nearestFirst = new ArrayList<>();
		for (double cosine : List.of(0.999, 0.9, 0.7, 0.4, 0.0, -0.5)) {
			CacheKey key = key("acme", "at " + cosine);
			add(jvm, key, this.vectors.near(question, cosine));
			nearestFirst.add(key.digest());
		}

		List<Digest> proposed = jvm.index().propose(key("acme", "").scope(), question, -1, limit());

		assertThat(proposed).containsExactlyElementsOf(nearestFirst);
	}

	@Test
	void noMoreIsProposedThanWasAskedFor() throws StoreException {
		Jvm jvm = jvm();
		UnitVector question = this.vectors.any();
		for (int i = 0; i < 40; i++) {
			add(jvm, key("acme", "question " + i), this.vectors.near(question, 0.99));
		}

		assertThat(jvm.index().propose(key("acme", "").scope(), question, FLOOR, 7)).hasSize(7).doesNotHaveDuplicates();
		assertThat(jvm.index().propose(key("acme", "").scope(), question, FLOOR, 1)).hasSize(1);
	}

	@Test
	void aDocumentStoredAgainIsFoundOnce() throws StoreException {
		Jvm jvm = jvm();
		Jvm other = jvm();
		UnitVector question = this.vectors.any();
		CacheKey key = key("acme", "question");
		for (int i = 0; i < 5; i++) {
			add((i % 2 == 0) ? jvm : other, key, question);
			jvm.settle();
			other.settle();
		}

		assertThat(found(jvm, key, question)).containsExactly(key.digest());
		assertThat(found(other, key, question)).containsExactly(key.digest());
	}

	@Test
	void aDocumentReplacedIsFoundByItsNewVector() throws StoreException {
		Jvm jvm = jvm();
		CacheKey key = key("acme", "question");
		add(jvm, key, this.vectors.any());
		UnitVector replacement = this.vectors.any();

		add(jvm, key, replacement);
		jvm.settle();

		assertThat(found(jvm, key, replacement)).containsExactly(key.digest());
	}

	@Test
	void aDocumentThatEndedIsNotFoundUntilItIsStoredAgain() throws StoreException {
		Jvm jvm = jvm();
		UnitVector question = this.vectors.any();
		CacheKey key = key("acme", "question");
		add(jvm, key, question, Duration.ofMillis(1));
		Eventually.holds(() -> redis().connection().sync().exists(documents(jvm).name(key.digest())) == 0,
				() -> "the document lives on");

		assertThat(found(jvm, key, question)).isEmpty();
		assertThat(found(jvm, key, question)).isEmpty();

		add(jvm, key, question);
		assertThat(found(jvm, key, question)).containsExactly(key.digest());
	}

	@Test
	void aDocumentReportedDeadIsNotProposedAgain() throws StoreException {
		Jvm jvm = jvm();
		UnitVector question = this.vectors.any();
		CacheKey gone = key("acme", "gone");
		CacheKey here = key("acme", "here");
		add(jvm, gone, question);
		add(jvm, here, question);
		documents(jvm).delete(List.of(gone.digest()));

		jvm.index().remove(gone.scope(), gone.digest());
		jvm.index().remove(gone.scope(), gone.digest());
		jvm.index().remove(gone.scope(), key("acme", "never was").digest());
		jvm.index().remove(key("nobody", "").scope(), here.digest());

		assertThat(jvm.index().propose(gone.scope(), question, FLOOR, limit())).containsExactly(here.digest());
	}

	/** A clear, and the erasure of a tenant. */
	@Test
	void whatIsClearedIsNotFoundAndTheOthersAre() throws StoreException {
		Jvm jvm = jvm();
		Jvm other = jvm();
		UnitVector question = this.vectors.any();
		List<CacheKey> acmes = keys("acme", 12);
		List<CacheKey> globexes = keys("globex", 12);
		addAll(jvm, acmes, question);
		addAll(jvm, globexes, question);
		other.settle();

		documents(jvm).delete(digests(acmes));
		jvm.settle();
		other.settle();

		for (Jvm each : List.of(jvm, other)) {
			assertThat(found(each, acmes.get(0), question)).isEmpty();
			assertThat(found(each, globexes.get(0), question)).containsExactlyInAnyOrderElementsOf(digests(globexes));
		}
		add(other, acmes.get(7), question);
		assertThat(found(other, acmes.get(0), question)).containsExactly(acmes.get(7).digest());
	}

	@Test
	void scopesSeeNothingOfOneAnother() throws StoreException {
		Jvm jvm = jvm();
		UnitVector question = this.vectors.any();
		List<CacheKey> keys = IntStream.range(0, 1_000).mapToObj((i) -> key("tenant " + i, "question")).toList();
		addAll(jvm, keys, question);
		jvm.settle();

		for (CacheKey key : keys) {
			assertThat(found(jvm, key, question)).containsExactly(key.digest());
			assertThat(found(jvm, key, this.vectors.near(question, 0.99))).containsExactly(key.digest());
		}
		for (String stranger : List.of("*", "", "tenant", "tenant 1*", "a|b", "a}|@t:{b", "TENANT 1")) {
			assertThat(found(jvm, key(stranger, "question"), question)).isEmpty();
		}
	}

	@Test
	void anotherModelsVectorsAreNotSeen() throws StoreException {
		Jvm jvm = jvm();
		Jvm theirs = keep(open(redis(), this.space + "-other"));
		theirs.settle();
		UnitVector question = this.vectors.any();
		CacheKey key = key("acme", "question");
		CacheKey foreign = key("acme", "foreign");
		add(jvm, key, question);
		add(theirs, this.space + "-other", foreign, question, LIFE);
		jvm.settle();
		theirs.settle();

		assertThat(jvm.index().propose(key.scope(), question, FLOOR, limit())).containsExactly(key.digest());
		assertThat(theirs.index().propose(key.scope(), question, FLOOR, limit())).containsExactly(foreign.digest());
		Jvm restarted = jvm();
		assertThat(restarted.index().propose(key.scope(), question, FLOOR, limit())).containsExactly(key.digest());
	}

	@Test
	void anEndedNeighbourHidesNoneOfSixteen() throws StoreException {
		Jvm jvm = jvm();
		UnitVector question = this.vectors.any();
		List<CacheKey> keys = keys("acme", 16);
		for (CacheKey key : keys) {
			add(jvm, key, this.vectors.near(question, 0.995));
		}
		CacheKey nearest = keys.get(0);
		add(jvm, nearest, question);
		documents(jvm).delete(List.of(nearest.digest()));

		assertThat(found(jvm, nearest, question)).hasSize(15)
			.containsExactlyInAnyOrderElementsOf(digests(keys.subList(1, 16)));
	}

	@Test
	void aScopeWithOneDocumentAmongManyIsFound() throws StoreException {
		Jvm jvm = jvm();
		UnitVector question = this.vectors.any();
		Map<CacheKey, UnitVector> others = new LinkedHashMap<>();
		for (int i = 0; i < 5_000; i++) {
			others.put(key("tenant " + i % 50, "question " + i),
					(i % 100 == 0) ? question : this.vectors.near(question, 0.5));
		}
		write(jvm, this.space, others, LIFE);
		CacheKey alone = key("acme", "question");
		write(jvm, this.space, Map.of(alone, this.vectors.near(question, 0.93)), LIFE);

		Jvm started = jvm();

		assertThat(found(started, alone, question)).containsExactly(alone.digest());
		assertThat(found(started, key("initech", "question"), question)).isEmpty();
	}

	@Test
	void damagedAndForeignDocumentsAreSkipped() throws StoreException {
		Jvm jvm = jvm();
		UnitVector question = this.vectors.any();
		List<CacheKey> keys = keys("acme", 8);
		addAll(jvm, keys, question);
		List<String> names = keys.stream().map((key) -> documents(jvm).name(key.digest())).toList();
		redis().command("DEL", names.get(0), names.get(1), names.get(2), names.get(3));
		redis().command("SET", names.get(0), "a string", "EX", "600");
		redis().command("RPUSH", names.get(1), "a", "list");
		redis().command("HSET", names.get(2), "foreign", "hash");
		redis().command("HSET", names.get(3), "s", "*", "h", "\u00e9", "p", "", "v", "", "k", "");
		redis().command("HSET", names.get(4), "v", "short");
		redis().command("HSET", names.get(5), "s", "0".repeat(64));
		redis().command("HDEL", names.get(6), "h");
		String stray = names.get(7).substring(0, names.get(7).indexOf('{'));
		redis().command("HSET", stray + "{stray}", "s", "x", "h", "y", "k", "z");
		redis().command("HSET", stray, "s", "x", "h", "y", "k", "z");
		for (String name : redis().connection().sync().keys("*")) {
			redis().command("EXPIRE", name, "600");
		}

		Jvm started = jvm();

		for (Jvm each : List.of(jvm, started)) {
			assertThat(found(each, keys.get(0), question)).containsExactly(keys.get(7).digest());
			add(each, keys.get(0), question);
			assertThat(found(each, keys.get(0), question)).containsExactlyInAnyOrder(keys.get(0).digest(),
					keys.get(7).digest());
			documents(jvm).delete(List.of(keys.get(0).digest()));
			each.index().remove(keys.get(0).scope(), keys.get(0).digest());
		}
	}

	@Test
	void anIndexThatWasDroppedComesBack() throws StoreException {
		Jvm jvm = jvm();
		UnitVector question = this.vectors.any();
		List<CacheKey> keys = keys("acme", 5);
		addAll(jvm, keys, question);

		drop(jvm, this.space);
		jvm.settle();

		Eventually.holds(() -> foundNow(jvm, keys.get(0), question).size() == 5, () -> "not found again");
		CacheKey later = key("acme", "later");
		add(jvm, later, question);
		assertThat(found(jvm, later, question)).hasSize(6).contains(later.digest());
	}

	@Test
	void aRestartThatLosesTheDataLeavesNothingBehind() throws StoreException {
		try (TestRedis mortal = startRedis(); Jvm jvm = open(mortal, this.space)) {
			jvm.settle();
			UnitVector question = this.vectors.any();
			CacheKey before = key("acme", "before");
			CacheKey after = key("acme", "after");
			add(jvm, before, question);

			restart(mortal, jvm);

			assertThat(found(jvm, before, question)).isEmpty();
			add(jvm, after, question);
			jvm.settle();
			assertThat(found(jvm, before, question)).containsExactly(after.digest());
		}
	}

	@Test
	void aRestartThatKeepsTheDataLosesNothing() throws StoreException {
		try (TestRedis mortal = startRedis("--appendonly", "yes", "--appendfsync", "always");
				Jvm jvm = open(mortal, this.space)) {
			jvm.settle();
			UnitVector question = this.vectors.any();
			CacheKey before = key("acme", "before");
			CacheKey after = key("acme", "after");
			add(jvm, before, question);

			restart(mortal, jvm);

			Eventually.holds(() -> foundNow(jvm, before, question).size() == 1, () -> "not found any more");
			add(jvm, after, question);
			jvm.settle();
			assertThat(found(jvm, before, question)).containsExactlyInAnyOrder(before.digest(), after.digest());
		}
	}

	@Test
	void aJvmThatStartsFindsWhatIsThere() throws StoreException {
		Jvm jvm = jvm();
		UnitVector question = this.vectors.any();
		List<CacheKey> keys = keys("acme", 10);
		addAll(jvm, keys, question);
		jvm.close();

		Jvm started = jvm();

		assertThat(found(started, keys.get(0), question)).containsExactlyInAnyOrderElementsOf(digests(keys));
	}

	@Test
	void twoJvmsFindWhatTheOtherWrites() throws StoreException {
		Jvm one = jvm();
		Jvm two = jvm();
		UnitVector question = this.vectors.any();
		Set<Digest> all = new HashSet<>();
		for (int i = 0; i < 12; i++) {
			CacheKey key = key("acme", "question " + i);
			add((i % 2 == 0) ? one : two, key, this.vectors.near(question, 0.99));
			all.add(key.digest());
		}

		one.settle();
		two.settle();

		assertThat(found(one, key("acme", ""), question)).containsExactlyInAnyOrderElementsOf(all);
		assertThat(found(two, key("acme", ""), question)).containsExactlyInAnyOrderElementsOf(all);
	}

	@Test
	void itSaysHowFarItCanBeReliedOn() throws StoreException {
		Jvm jvm = jvm();
		addAll(jvm, keys("acme", 9), this.vectors.any());
		jvm.settle();

		Readiness readiness = jvm.index().readiness();

		assertThat(readiness.ready()).isTrue();
		assertThat(readiness.complete()).isIn(1.0, Double.NaN);
		assertThat(readiness.entries()).isIn(9L, -1L);
		assertThat(readiness.detail()).isNotBlank();
		assertThat(jvm.index().name()).matches("[a-z-]+");
	}

	/** Everything near enough is proposed, whatever came and went before. */
	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3 })
	void itAgreesWithBruteForce(long seed) throws StoreException {
		Random random = new Random(seed);
		TestVectors drawn = new TestVectors(seed, DIMENSION);
		List<UnitVector> topics = IntStream.range(0, 25).mapToObj((i) -> drawn.any()).toList();
		Jvm one = jvm();
		Jvm two = jvm();
		Map<Digest, Asked> alive = new LinkedHashMap<>();
		for (int step = 0; step < 600; step++) {
			Jvm jvm = random.nextBoolean() ? one : two;
			UnitVector topic = topics.get(random.nextInt(topics.size()));
			UnitVector vector = drawn.near(topic, 0.9 + random.nextDouble() / 10);
			CacheKey key = key("tenant " + random.nextInt(3), "question " + step);
			int dice = random.nextInt(10);
			if (dice < 4 || alive.isEmpty()) {
				add(jvm, key, vector);
				alive.put(key.digest(), new Asked(key, vector));
			}
			else if (dice < 6) {
				Asked gone = List.copyOf(alive.values()).get(random.nextInt(alive.size()));
				alive.remove(gone.key().digest());
				documents(jvm).delete(List.of(gone.key().digest()));
				if (dice == 4) {
					jvm.index().remove(gone.key().scope(), gone.key().digest());
				}
			}
			else {
				jvm.settle();
				assertThat(found(jvm, key, vector)).as("seed %d, step %d", seed, step)
					.containsExactlyElementsOf(bruteForce(alive.values(), key, vector));
			}
		}
	}

	private static List<Digest> bruteForce(Collection<Asked> alive, CacheKey asker, UnitVector probe) {
		return alive.stream()
			.filter((asked) -> asked.key().scope().equals(asker.scope()))
			.filter((asked) -> asked.vector().cosine(probe) >= FLOOR)
			.sorted(Comparator.comparingDouble((asked) -> -asked.vector().cosine(probe)))
			.map((asked) -> asked.key().digest())
			.toList();
	}

	private Jvm jvm() {
		Jvm jvm = keep(open(redis(), this.space));
		jvm.settle();
		return jvm;
	}

	private Jvm keep(Jvm jvm) {
		this.open.add(jvm);
		return jvm;
	}

	private static void restart(TestRedis mortal, Jvm jvm) {
		mortal.restart();
		// A call notices, and the link comes back by itself.
		Eventually.holds(() -> {
			try {
				jvm.stores().link().tell((redis) -> redis.hasKey("any"));
				return true;
			}
			catch (StoreException ex) {
				return false;
			}
		}, () -> "no way to Redis");
		jvm.settle();
	}

	/** A request of a tenant, which has one scope. */
	protected static CacheKey key(String tenant, String prompt) {
		return TestKeys.key(CACHE, prompt, tenant);
	}

	private static List<CacheKey> keys(String tenant, int count) {
		return IntStream.range(0, count).mapToObj((i) -> key(tenant, "question " + i)).toList();
	}

	private static List<Digest> digests(List<CacheKey> keys) {
		return keys.stream().map(CacheKey::digest).toList();
	}

	private TestDocuments documents(Jvm jvm) {
		return new TestDocuments(jvm.stores(), this.space);
	}

	/** Stores a document and tells the index, as a JVM does after a load. */
	protected void add(Jvm jvm, CacheKey key, UnitVector vector) throws StoreException {
		add(jvm, this.space, key, vector, LIFE);
	}

	private void add(Jvm jvm, CacheKey key, UnitVector vector, Duration life) throws StoreException {
		add(jvm, this.space, key, vector, life);
	}

	private void addAll(Jvm jvm, List<CacheKey> keys, UnitVector vector) throws StoreException {
		for (CacheKey key : keys) {
			add(jvm, key, vector);
		}
	}

	private void add(Jvm jvm, String space, CacheKey key, UnitVector vector, Duration life) throws StoreException {
		List<Document> written = write(jvm, space, Map.of(key, vector), life);
		jvm.index().add(written.get(0), vector, life);
	}

	/** Stores documents and tells nobody. */
	private List<Document> write(Jvm jvm, String space, Map<CacheKey, UnitVector> vectors, Duration life)
			throws StoreException {
		List<Document> documents = new ArrayList<>();
		vectors.forEach((key, vector) -> {
			this.stored.put(key.digest(), new Asked(key, vector));
			documents.add(TestDocuments.of(key, encode(vector), Sketch.of(vector).bytes()));
		});
		new TestDocuments(jvm.stores(), space).write(documents, life);
		return documents;
	}

	/** What is near enough and alive, nearest first, as the engine finds it. */
	private List<Digest> found(Jvm jvm, CacheKey asker, UnitVector probe) throws StoreException {
		List<Digest> proposed = jvm.index().propose(asker.scope(), probe, FLOOR, limit());
		assertThat(proposed).doesNotHaveDuplicates()
			.allSatisfy((digest) -> assertThat(this.stored.get(digest)).isNotNull()
				.extracting((asked) -> asked.key().scope())
				.isEqualTo(asker.scope()));
		Map<Digest, Double> cosines = new HashMap<>();
		for (Digest digest : proposed) {
			Document document = documents(jvm).read(digest, asker);
			if (document == null) {
				jvm.index().remove(asker.scope(), digest);
			}
			else {
				cosines.put(digest, this.stored.get(digest).vector().cosine(probe));
			}
		}
		return cosines.entrySet()
			.stream()
			.filter((entry) -> entry.getValue() >= FLOOR)
			.sorted(Comparator.comparingDouble((entry) -> -entry.getValue()))
			.map(Map.Entry::getKey)
			.toList();
	}

	private List<Digest> foundNow(Jvm jvm, CacheKey asker, UnitVector probe) {
		try {
			return found(jvm, asker, probe);
		}
		catch (StoreException ex) {
			return List.of();
		}
	}

}
