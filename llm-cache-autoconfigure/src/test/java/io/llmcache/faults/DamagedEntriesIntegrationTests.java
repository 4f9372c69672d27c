package io.llmcache.faults;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.ByteArrayCodec;
import io.llmcache.CacheCall;
import io.llmcache.CacheIncident;
import io.llmcache.CacheOutcome;
import io.llmcache.store.TestStores;
import io.llmcache.test.Fault;
import io.llmcache.test.Seen;
import io.llmcache.test.TestRedis;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What others have done to the entries of an application: each is a miss and heals.
 */
class DamagedEntriesIntegrationTests {

	private static final int MANY = 1_000;

	/** The only field of the header that may change: scripts move it. */
	private static final int FRESH_UNTIL = 33;

	private static final int DIGEST = 46;

	private final TestRedis redis = TestRedis.shared();

	private final RedisClient client = RedisClient.create("redis://" + this.redis.host() + ":" + this.redis.port());

	private final RedisCommands<byte[], byte[]> bytes = this.client.connect(ByteArrayCodec.INSTANCE).sync();

	private DeskInstance desk;

	@BeforeEach
	void start() {
		this.redis.flush();
		this.desk = DeskInstance
			.start(Stream.concat(Stream.of(this.redis.properties()), Stream.of(Desk.PATIENT)).toArray(String[]::new));
	}

	@AfterEach
	void everyKeyEnds() {
		this.desk.close();
		this.client.close();
		TestStores.assertEveryKeyEnds(this.redis);
	}

	@Test
	@Fault("E1")
	void damagedBytesAreMissesAreCountedAndHeal(Seen seen) {
		Random random = new Random(20261122);
		for (int i = 0; i < MANY; i++) {
			damage(entry(i), i % 4, random);
		}

		assertThatAllAreMissesAndHeal(MANY);
		seen.that("1 000 damaged entries: 1 000 misses, 1 000 counted, then 1 000 hits");
	}

	private void damage(byte[] name, int kind, Random random) {
		byte[] sound = this.bytes.get(name);
		byte[] damaged = switch (kind) {
			case 0 -> Arrays.copyOf(sound, random.nextInt(sound.length));
			case 1 -> Arrays.copyOf(sound, sound.length + 1 + random.nextInt(100));
			case 2 -> flipped(sound, random);
			default -> noise(sound.length, random);
		};
		this.bytes.psetex(name, 60_000, damaged);
	}

	private static byte[] flipped(byte[] sound, Random random) {
		byte[] damaged = sound.clone();
		int at = random.nextInt(sound.length - (DIGEST - FRESH_UNTIL));
		damaged[(at < FRESH_UNTIL) ? at : at + DIGEST - FRESH_UNTIL] ^= (byte) (1 << random.nextInt(8));
		return damaged;
	}

	private static byte[] noise(int length, Random random) {
		byte[] noise = new byte[length];
		random.nextBytes(noise);
		return noise;
	}

	/**
	 * As a release would find them that has forgotten to change the names of its keys.
	 */
	@Test
	@Fault("E2")
	void entriesOfOtherReleasesAreMissesAreCountedAndHeal(Seen seen) {
		List<String> magics = List.of("LLM0", "LLM2", "{\"v\"", "\0\0\0\1");
		for (int i = 0; i < magics.size(); i++) {
			this.bytes.setrange(entry(i), 0, magics.get(i).getBytes(StandardCharsets.US_ASCII));
		}

		assertThatAllAreMissesAndHeal(magics.size());
		seen.that("4 headers of other releases: 4 misses, 4 counted, then 4 hits");
	}

	@Test
	@Fault("E3")
	void otherTypesAreMissesAreCountedAndReplaced(Seen seen) {
		List<List<String>> writes = List.of(List.of("RPUSH", "x"), List.of("SADD", "x"), List.of("HSET", "x", "y"),
				List.of("ZADD", "1", "x"), List.of("XADD", "*", "x", "y"), List.of("PFADD", "x"));
		for (int i = 0; i < writes.size(); i++) {
			String name = text(entry(i));
			List<String> write = writes.get(i);
			this.redis.command("DEL", name);
			String[] words = new String[write.size() + 1];
			words[0] = write.get(0);
			words[1] = name;
			for (int word = 1; word < write.size(); word++) {
				words[word + 1] = write.get(word);
			}
			this.redis.command(words);
		}

		assertThatAllAreMissesAndHeal(writes.size());
		seen.that("6 other types: 6 misses, 6 counted, then 6 hits");
	}

	@Test
	@Fault("E4")
	void emptyAndLargeValuesAreMissesAreCountedAndHeal(Seen seen) {
		List<String> values = List.of("null", "{}", "\"\"", "x".repeat(2_000_000), "\0".repeat(154));
		for (int i = 0; i < values.size(); i++) {
			this.redis.command("SET", text(entry(i)), values.get(i));
		}

		assertThatAllAreMissesAndHeal(values.size());
		this.redis.command("SET", text(entry(MANY)), "");
		assertThat(this.desk.outcome(question(MANY))).isEqualTo(CacheOutcome.MISS);
		assertThat(this.desk.outcome(question(MANY))).isEqualTo(CacheOutcome.EXACT_HIT);
		seen.that("empty, null, 2 MB: 6 misses, then 6 hits");
	}

	/**
	 * Read whole, it would take the only connection from all callers, and from a JVM with
	 * less memory than that for good.
	 */
	@Test
	@Fault("E4")
	void halfAGigabyteIsNotReadFurtherThanAnEntryMayReach(Seen seen) {
		try (TestRedis own = TestRedis.start();
				DeskJvm small = DeskJvm.start("small", own, Desk.PATIENT).awaitStart()) {
			String digest = DeskJvm.digest(small.ask("What is large?"));
			own.command("SETRANGE", name(digest), "536870911", "x");
			long sent = bytesSent(own);

			assertThat(small.ask("What is large?")).startsWith("MISS");
			assertThat(small.ask("What is large?")).startsWith("EXACT_HIT");
			assertThat(small.count(CacheIncident.CORRUPT)).isEqualTo(1);
			assertThat(small.count(CacheIncident.FAILED_OPEN)).isZero();
			assertThat(bytesSent(own) - sent).isBetween(1_000_000L, 3_000_000L);
		}
		seen.that("512 MB before a JVM of 256 MB: 1 MB read, 1 miss, then hits");
	}

	private static long bytesSent(TestRedis redis) {
		String stats = String.valueOf(redis.command("INFO", "stats"));
		return Long.parseLong(stats.replaceAll("(?s).*total_net_output_bytes:(\\d+).*", "$1"));
	}

	/** Neither its own life nor the one that it claims keeps an entry for ever. */
	@Test
	@Fault("E8")
	void anEntryWithoutALifeIsServedAndGetsOneWithTheNextWrite(Seen seen) {
		String name = text(entry(0));
		this.redis.command("PERSIST", name);
		assertThat(this.desk.outcome(question(0))).isEqualTo(CacheOutcome.EXACT_HIT);
		this.bytes.setrange(name.getBytes(StandardCharsets.US_ASCII), 0, new byte[1]);

		assertThatAllAreMissesAndHeal(1);
		assertThat((Long) this.redis.command("PTTL", name)).isPositive();
		seen.that("served, and with a life after the next write");
	}

	/** The name of a stored entry. */
	private byte[] entry(int number) {
		CacheCall<String> call = this.desk.ask(question(number));
		assertThat(call.outcome()).isEqualTo(CacheOutcome.MISS);
		return name(String.valueOf(call.digest())).getBytes(StandardCharsets.US_ASCII);
	}

	private static String name(String digest) {
		return "llm:app:1:desk:0:e:{" + digest + "}";
	}

	private static String question(int number) {
		return "Question " + number;
	}

	private static String text(byte[] name) {
		return new String(name, StandardCharsets.US_ASCII);
	}

	private void assertThatAllAreMissesAndHeal(int count) {
		int calls = this.desk.model().calls();
		for (int i = 0; i < count; i++) {
			CacheCall<String> call = this.desk.ask(question(i));
			assertThat(call.outcome()).as("%d", i).isEqualTo(CacheOutcome.MISS);
			assertThat(call.value()).isEqualTo("answer to " + question(i));
		}
		assertThat(this.desk.model().calls() - calls).isEqualTo(count);
		assertThat(this.desk.desk().count(CacheIncident.CORRUPT)).isEqualTo(count);
		for (int i = 0; i < count; i++) {
			assertThat(this.desk.outcome(question(i))).as("%d", i).isEqualTo(CacheOutcome.EXACT_HIT);
		}
		assertThat(incidents()).isEqualTo(Map.of(CacheIncident.CORRUPT, (long) count));
	}

	private Map<CacheIncident, Long> incidents() {
		return Arrays.stream(CacheIncident.values())
			.filter((incident) -> this.desk.desk().count(incident) > 0)
			.collect(Collectors.toMap((incident) -> incident, this.desk.desk()::count));
	}

}
