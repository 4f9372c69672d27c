package io.llmcache.semantic.mirror;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

import io.llmcache.key.Digest;
import io.llmcache.semantic.Sketch;
import io.llmcache.semantic.TestVectors;
import io.llmcache.semantic.UnitVector;
import io.llmcache.store.TestKeys;
import io.llmcache.test.Fault;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sketches by scope, in memory.
 */
class SketchesTests {

	private static final int ANY_DISTANCE = -1;

	private final Random random = new Random(11);

	private final Map<String, Digest> names = new HashMap<>();

	private Known known(String digest, String scope, @Nullable String tenant) {
		return known(digest, scope, tenant, anySketch());
	}

	private Known known(String digest, String scope, @Nullable String tenant, Sketch sketch) {
		return new Known(TestKeys.digest(digest), named(scope), (tenant != null) ? named(tenant) : null, sketch);
	}

	private Digest named(String name) {
		return this.names.computeIfAbsent(name, TestKeys::digest);
	}

	private Sketch anySketch() {
		byte[] bytes = new byte[Sketch.BYTES];
		this.random.nextBytes(bytes);
		return sketch(bytes);
	}

	private static Sketch sketch(byte[] bytes) {
		Sketch sketch = Sketch.read(bytes);
		assertThat(sketch).isNotNull();
		return sketch;
	}

	private static boolean finds(Sketches sketches, Known known) {
		return sketches.nearest(known.scope(), known.sketch(), 1, 5).contains(known.digest());
	}

	private static long found(Sketches sketches, List<Known> all) {
		return all.stream().filter((known) -> finds(sketches, known)).count();
	}

	/** And the flood of the requirement. */
	@ParameterizedTest
	@Fault("S9")
	@ValueSource(strings = { "one scope", "many scopes", "a scope each" })
	void aFloodDrivesOutOnlyItself(String kind) {
		Sketches sketches = new Sketches(20_000);
		List<Known> others = new ArrayList<>();
		for (int i = 0; i < 5_000; i++) {
			others.add(known("question " + i, "scope " + i % 40, "quiet"));
		}
		List<Known> nobodys = IntStream.range(0, 3_000).mapToObj((i) -> known("open " + i, "open", null)).toList();
		others.forEach(sketches::add);
		nobodys.forEach(sketches::add);

		int scopes = Map.of("one scope", 1, "many scopes", 300, "a scope each", 100_000).get(kind);
		Known last = known("", "", null);
		for (int i = 0; i < 100_000; i++) {
			last = known("flood " + i, "flood scope " + i % scopes, "loud");
			sketches.add(last);
		}

		assertThat(found(sketches, others)).isEqualTo(5_000);
		assertThat(found(sketches, nobodys)).isEqualTo(3_000);
		assertThat(finds(sketches, last)).isTrue();
		assertThat(sketches.documents()).isBetween(19_700, 20_000);
		assertThat(sketches.displaced()).isEqualTo(108_000 - sketches.documents());
	}

	@Test
	void aFloodThatCameFirstMakesRoom() {
		Sketches sketches = new Sketches(10_000);
		IntStream.range(0, 100_000).forEach((i) -> sketches.add(known("flood " + i, "flood", "loud")));
		List<Known> others = IntStream.range(0, 4_000)
			.mapToObj((i) -> known("question " + i, "scope " + i % 7, "quiet"))
			.toList();

		others.forEach(sketches::add);

		assertThat(found(sketches, others)).isEqualTo(4_000);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 10, 100, 1_000, 5_000 })
	void theNewestStay(int room) {
		Sketches sketches = new Sketches(room);
		List<Known> all = IntStream.range(0, 3 * room)
			.mapToObj((i) -> known("question " + i, "scope " + i % 3, null))
			.toList();
		for (Known known : all) {
			sketches.add(known);
			assertThat(sketches.documents()).isBetween(1, room);
		}

		int sure = room - 2 * Math.max(1, room / 64);
		List<Known> newest = all.subList(all.size() - Math.max(1, sure), all.size());
		assertThat(found(sketches, newest)).isEqualTo(newest.size());
		assertThat(found(sketches, all.subList(0, room))).isZero();
	}

	@Test
	void whatIsTooFarAwayIsLeftOut() {
		TestVectors vectors = new TestVectors(2, 384);
		UnitVector question = vectors.any();
		Sketches sketches = new Sketches(1_000);
		for (int i = 0; i < 200; i++) {
			sketches.add(known("far " + i, "scope", null, Sketch.of(vectors.near(question, 0.6))));
		}
		Known near = known("near", "scope", null, Sketch.of(vectors.near(question, 0.97)));
		sketches.add(near);

		assertThat(sketches.nearest(near.scope(), Sketch.of(question), 0.97, 32)).containsExactly(near.digest());
		assertThat(sketches.nearest(near.scope(), Sketch.of(question), ANY_DISTANCE, 32)).hasSize(32)
			.startsWith(near.digest());
		assertThat(sketches.nearest(near.scope(), Sketch.of(question), ANY_DISTANCE, 0)).isEmpty();
		assertThat(sketches.nearest(TestKeys.digest("other"), Sketch.of(question), ANY_DISTANCE, 32)).isEmpty();
	}

	/** The same digest may be planted in another scope: it is another document there. */
	@Test
	void aDigestInAnotherScopeIsAnother() {
		Sketches sketches = new Sketches(1_000);
		Known planted = known("question", "theirs", "them");
		Known real = known("question", "ours", "us");
		sketches.add(planted);
		sketches.add(real);

		assertThat(finds(sketches, real)).isTrue();
		sketches.remove(planted.scope(), planted.digest());
		assertThat(finds(sketches, real)).isTrue();
		assertThat(finds(sketches, planted)).isFalse();
	}

	@ParameterizedTest
	@ValueSource(longs = { 1, 2, 3, 4 })
	void itIsLikeAMapWhateverComesAndGoes(long seed) {
		Random dice = new Random(seed);
		Sketches sketches = new Sketches(100_000);
		Map<Digest, Map<Digest, Sketch>> model = new HashMap<>();
		for (int step = 0; step < 20_000; step++) {
			Known known = known("question " + dice.nextInt(3_000), "scope " + dice.nextInt(4), null);
			Map<Digest, Sketch> scope = model.computeIfAbsent(known.scope(), (each) -> new HashMap<>());
			if (dice.nextInt(100) < ((step / 4_000 % 2 == 0) ? 80 : 20)) {
				sketches.add(known);
				scope.put(known.digest(), known.sketch());
			}
			else {
				sketches.remove(known.scope(), known.digest());
				scope.remove(known.digest());
			}
		}

		assertThat(sketches.documents()).isEqualTo(model.values().stream().mapToInt(Map::size).sum());
		model.forEach((scope, documents) -> {
			Sketch probe = anySketch();
			int[] distances = documents.values().stream().mapToInt(probe::distance).sorted().limit(32).toArray();
			assertThat(sketches.nearest(scope, probe, ANY_DISTANCE, 32).stream().map(documents::get))
				.extracting(probe::distance)
				.containsExactlyElementsOf(IntStream.of(distances).boxed().toList());
			documents.keySet().forEach((digest) -> sketches.remove(scope, digest));
			assertThat(sketches.nearest(scope, probe, ANY_DISTANCE, 32)).isEmpty();
		});
		assertThat(sketches.documents()).isZero();
	}

	@Test
	void searchesAndChangesAreNotInOneAnothersWay() {
		Sketches sketches = new Sketches(3_000);
		List<Known> lasting = IntStream.range(0, 300).mapToObj((i) -> known("lasting " + i, "scope", "quiet")).toList();
		lasting.forEach(sketches::add);
		List<Known> passing = IntStream.range(0, 4_000)
			.mapToObj((i) -> known("passing " + i, "scope", "quiet"))
			.toList();
		AtomicBoolean over = new AtomicBoolean();
		CompletableFuture<Void> searching = CompletableFuture.runAsync(() -> {
			while (!over.get()) {
				assertThat(found(sketches, lasting)).isEqualTo(300);
			}
		});
		for (int round = 0; round < 3; round++) {
			for (int i = 0; i < passing.size(); i++) {
				sketches.add(passing.get(i));
				if (i >= 200) {
					Known gone = passing.get(i - 200);
					sketches.remove(gone.scope(), gone.digest());
				}
			}
		}
		over.set(true);
		searching.join();

		assertThat(found(sketches, lasting)).isEqualTo(300);
	}

}
