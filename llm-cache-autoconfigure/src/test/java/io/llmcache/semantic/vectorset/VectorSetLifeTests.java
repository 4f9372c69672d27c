package io.llmcache.semantic.vectorset;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import io.lettuce.core.protocol.ProtocolVersion;
import io.llmcache.key.CacheKey;
import io.llmcache.key.Digest;
import io.llmcache.semantic.TestVectors;
import io.llmcache.semantic.UnitVector;
import io.llmcache.store.Document;
import io.llmcache.store.StoreException;
import io.llmcache.store.TestDocuments;
import io.llmcache.store.TestKeys;
import io.llmcache.store.TestLink;
import io.llmcache.store.TestStores;
import io.llmcache.test.Eventually;
import io.llmcache.test.RedisKind;
import io.llmcache.test.TestCluster;
import io.llmcache.test.TestRedis;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.data.redis.core.RedisCallback;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * How long vector sets live, what they forget, and where they work.
 */
class VectorSetLifeTests {

	private static final String SPACE = "model";

	private static final int DIMENSION = 32;

	private static final Duration LIFE = Duration.ofMinutes(10);

	private final TestVectors vectors = new TestVectors(7, DIMENSION);

	private final UnitVector question = this.vectors.any();

	private final CacheKey key = TestKeys.key("desk", "question", "acme");

	private TestRedis redis;

	private TestStores stores;

	private VectorSet set;

	private String name;

	@BeforeEach
	void open() {
		this.redis = TestRedis.shared(RedisKind.REDIS_8);
		this.redis.flush();
		this.stores = TestStores.on(this.redis);
		this.set = new VectorSet(this.stores.link(), this.stores.keys(), SPACE, DIMENSION, this.stores.background());
		this.name = this.stores.keys().vectors(SPACE, this.key.scope());
	}

	@AfterEach
	void close() {
		if (this.stores != null) {
			this.stores.close();
		}
	}

	@Test
	void aSetLivesAsLongAsTheLongestLivedOfItsDocuments() throws StoreException {
		add(this.key, this.question, Duration.ofSeconds(20));
		assertThat(this.stores.life(this.name)).isBetween(10_000L, 20_000L);

		add(other(1), this.question, LIFE);
		add(other(2), this.question, Duration.ofSeconds(1));

		assertThat(this.stores.life(this.name)).isBetween(590_000L, 600_000L);
	}

	@Test
	void aSetWithoutAnEndIsGivenOne() throws StoreException {
		List<String> words = new ArrayList<>(List.of("VADD", this.name, "VALUES", Integer.toString(DIMENSION)));
		for (int i = 0; i < DIMENSION; i++) {
			words.add(Float.toString(this.question.component(i)));
		}
		words.add("foreign");
		this.redis.command(words.toArray(String[]::new));
		assertThat(this.stores.life(this.name)).isEqualTo(-1);

		add(this.key, this.question, LIFE);

		assertThat(this.stores.life(this.name)).isPositive();
		assertThat(propose(this.set)).containsExactly(this.key.digest());
	}

	/** They died, and nobody asks anything near them again. */
	@Test
	void theDeadAreTakenOutAsOthersCome() throws StoreException {
		List<Digest> dead = new ArrayList<>();
		for (int i = 0; i < 50; i++) {
			add(other(i), this.vectors.any(), LIFE);
			dead.add(other(i).digest());
		}
		documents().delete(dead);

		for (int i = 50; i < 150; i++) {
			add(other(i), this.vectors.any(), LIFE);
		}

		assertThat((Long) this.redis.command("VCARD", this.name)).isBetween(100L, 120L);
	}

	@Test
	void itSaysWhatIsMissingAndARebuildAddsIt() throws StoreException {
		assertThat(this.set.readiness().detail()).isEqualTo("there are no documents");
		for (int i = 0; i < 30; i++) {
			add(other(i), this.vectors.any(), LIFE);
		}
		assertThat(this.set.readiness().complete()).isEqualTo(1);
		this.redis.command("DEL", this.name);
		assertThat(this.set.readiness().complete()).isZero();
		assertThat(this.set.readiness().detail()).contains("missing in their sets");

		this.set.rebuild();
		Eventually.holds(() -> !this.set.isBeingRebuilt(), () -> "still rebuilding");

		assertThat(this.set.readiness().complete()).isEqualTo(1);
		assertThat(this.redis.command("VCARD", this.name)).isEqualTo(30L);
		assertThat(this.stores.life(this.name)).isPositive();
	}

	@Test
	void documentsOfEitherFormAndForeignOnesAreRebuilt() throws StoreException {
		write(this.key, this.question.halves());
		write(other(1), this.question.floats());
		write(other(2), new byte[7]);
		this.redis.command("SET", documents().name(other(3).digest()), "no hash");

		this.set.rebuild();
		Eventually.holds(() -> !this.set.isBeingRebuilt(), () -> "still rebuilding");

		assertThat(propose(this.set)).containsExactlyInAnyOrder(this.key.digest(), other(1).digest());
	}

	@Test
	void theOlderProtocolIsUnderstood() throws StoreException {
		add(this.key, this.question, LIFE);
		try (TestLink to = TestLink.to(this.redis, ProtocolVersion.RESP2)) {
			VectorSet older = new VectorSet(to.link(), to.keys(), SPACE, DIMENSION, to.background());
			assertThat(propose(older)).containsExactly(this.key.digest());
			assertThat(older.readiness()).isEqualTo(this.set.readiness());
		}
	}

	@Test
	void itWorksHereAndTheProbeLeavesNothingBehind() throws StoreException {
		assertThat(VectorSet.probe(this.stores.link(), this.stores.keys())).isEmpty();
		Eventually.holds(() -> Long.valueOf(0).equals(this.redis.command("DBSIZE")), () -> "something is left");
	}

	@ParameterizedTest
	@EnumSource(names = { "REDIS_6", "VALKEY" })
	void itIsMissedWhereThereAreNone(RedisKind kind) throws StoreException {
		try (TestRedis other = TestRedis.start(kind); TestStores theirs = TestStores.on(other)) {
			assertThat(VectorSet.probe(theirs.link(), theirs.keys()))
				.contains("this Redis has no vector sets: Redis 8 has");
		}
	}

	/** Each set is one key, so it is nothing special. */
	@Test
	void itWorksOnACluster() throws StoreException {
		try (TestCluster cluster = TestCluster.start(RedisKind.REDIS_8); TestLink to = TestLink.to(cluster)) {
			assertThat(VectorSet.probe(to.link(), to.keys())).isEmpty();
			VectorSet spread = new VectorSet(to.link(), to.keys(), SPACE, DIMENSION, to.background());
			for (int i = 0; i < 20; i++) {
				CacheKey asked = TestKeys.key("desk", "question", "tenant " + i);
				Document document = document(asked, this.question.halves());
				write(to, document);
				if (i % 2 == 0) {
					spread.add(document, this.question, LIFE);
				}
			}
			spread.rebuild();
			Eventually.holds(() -> !spread.isBeingRebuilt(), () -> "still rebuilding");

			assertThat(spread.readiness().complete()).isEqualTo(1);
			for (int i = 0; i < 20; i++) {
				CacheKey asked = TestKeys.key("desk", "question", "tenant " + i);
				assertThat(spread.propose(asked.scope(), this.question, 0.9, 16)).containsExactly(asked.digest());
			}
		}
	}

	private CacheKey other(int number) {
		return TestKeys.key("desk", "question " + number, "acme");
	}

	private List<Digest> propose(VectorSet set) throws StoreException {
		return set.propose(this.key.scope(), this.question, 0.9, 16);
	}

	private void add(CacheKey key, UnitVector vector, Duration life) throws StoreException {
		this.set.add(write(key, vector.halves()), vector, life);
	}

	private Document write(CacheKey key, byte[] vector) throws StoreException {
		Document document = document(key, vector);
		documents().write(List.of(document), LIFE);
		return document;
	}

	private static void write(TestLink to, Document document) throws StoreException {
		String name = to.keys().document(SPACE, document.digest());
		to.link().tell((redis) -> redis.execute((RedisCallback<Boolean>) (connection) -> {
			byte[] key = name.getBytes(StandardCharsets.US_ASCII);
			connection.hashCommands()
				.hMSet(key,
						Map.of("s".getBytes(StandardCharsets.US_ASCII),
								document.scope().hex().getBytes(StandardCharsets.US_ASCII),
								"v".getBytes(StandardCharsets.US_ASCII), document.vector()));
			return connection.keyCommands().pExpire(key, LIFE.toMillis());
		}));
	}

	private static Document document(CacheKey key, byte[] vector) {
		return TestDocuments.of(key, vector, new byte[4]);
	}

	private TestDocuments documents() {
		return new TestDocuments(this.stores, SPACE);
	}

}
