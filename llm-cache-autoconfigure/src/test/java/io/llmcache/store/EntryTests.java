package io.llmcache.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Random;

import io.llmcache.key.CacheKey;
import io.llmcache.key.Digest;
import io.llmcache.test.Fault;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The header of stored answers.
 */
class EntryTests {

	private static final String STAMP = "0123456789abcdef";

	private static final long STARTED = 1_795_000_000_000L;

	private static final long FRESH_UNTIL = STARTED + 86_400_000L;

	private static final CacheKey KEY = TestKeys.key("desk", "What is a PIN?", "acme");

	private static final byte[] PAYLOAD = "A secret number.".getBytes(StandardCharsets.UTF_8);

	@Test
	void whatIsWrittenIsRead() {
		Entry entry = present(Entry.read(sample(), KEY));

		assertThat(entry.stamp()).asString(StandardCharsets.US_ASCII).isEqualTo(STAMP);
		assertThat(entry.started()).isEqualTo(STARTED);
		assertThat(entry.freshUntil()).isEqualTo(FRESH_UNTIL);
		assertThat(entry.loadMillis()).isEqualTo(1234);
		assertThat(entry.isEmpty()).isFalse();
		assertThat(payload(entry)).isEqualTo(PAYLOAD);
		assertThat(Objects.requireNonNull(KEY.tenant()).matches(entry.bytes(), Entry.TENANT)).isTrue();
		assertThat(TestKeys.digest("other").matches(entry.bytes(), Entry.TENANT)).isFalse();
	}

	@Test
	void anAnswerOfNullIsToldFromAnEmptyOne() {
		Entry ofNull = present(Entry.read(Entry.of(KEY, STAMP, STARTED, FRESH_UNTIL, 1, null).bytes(), KEY));
		Entry ofNothing = present(Entry.read(Entry.of(KEY, STAMP, STARTED, FRESH_UNTIL, 1, new byte[0]).bytes(), KEY));

		assertThat(ofNull.isEmpty()).isTrue();
		assertThat(ofNothing.isEmpty()).isFalse();
		assertThat(ofNothing.payloadLength()).isZero();
	}

	@Test
	void nothingIsAbsentAndAnEmptyStringIsNoEntry() {
		assertThat(Entry.read(null, KEY)).isSameAs(Reading.ABSENT);
		assertThat(Entry.read(new byte[0], KEY)).isInstanceOf(Reading.Corrupt.class);
		assertThat(Entry.read(new byte[0], KEY).stamp()).isEmpty();
	}

	@Test
	@Fault("E1")
	void everyFlippedBitIsNoticed() {
		byte[] sound = sample();
		for (int bit = 0; bit < sound.length * 8; bit++) {
			byte[] damaged = sound.clone();
			damaged[bit / 8] ^= (byte) (1 << (bit % 8));
			Reading reading = Entry.read(damaged, KEY);
			boolean movable = bit / 8 >= Entry.FRESH_UNTIL && bit / 8 < Entry.DIGEST;
			if (movable && reading instanceof Reading.Present present) {
				assertThat(present.entry().freshUntil()).as("bit %d", bit)
					.isBetween(STARTED, 9_999_999_999_999L)
					.isNotEqualTo(FRESH_UNTIL);
				assertThat(payload(present.entry())).isEqualTo(PAYLOAD);
			}
			else {
				assertThat(reading).as("bit %d", bit).isInstanceOf(Reading.Corrupt.class);
			}
		}
	}

	@Test
	@Fault("E1")
	void whatIsCutOffOrAppendedIsNoticed() {
		byte[] sound = sample();
		for (int length = 0; length < sound.length; length++) {
			assertThat(Entry.read(Arrays.copyOf(sound, length), KEY)).as("%d bytes", length)
				.isInstanceOf(Reading.Corrupt.class);
		}
		assertThat(Entry.read(Arrays.copyOf(sound, sound.length + 1), KEY)).isInstanceOf(Reading.Corrupt.class);
	}

	@Test
	@Fault("E1")
	void randomBytesAreNoEntry() {
		Random random = new Random(1);
		for (int i = 0; i < 20_000; i++) {
			byte[] noise = new byte[random.nextInt(2 * Entry.HEADER)];
			random.nextBytes(noise);
			if (random.nextBoolean()) {
				byte[] sound = sample();
				System.arraycopy(sound, 0, noise, 0, Math.min(noise.length, random.nextInt(sound.length)));
			}
			assertThat(Entry.read(noise, KEY)).isInstanceOf(Reading.Corrupt.class);
		}
	}

	@Test
	@Fault("E2")
	void headersOfOtherReleasesAreNoEntries() {
		for (String magic : new String[] { "LLM0", "LLM2", "llm1", "\0\0\0\0", "{\"a\"" }) {
			byte[] other = sample();
			System.arraycopy(magic.getBytes(StandardCharsets.US_ASCII), 0, other, 0, 4);
			assertThat(Entry.read(other, KEY)).as(magic).isInstanceOf(Reading.Corrupt.class);
		}
	}

	/** So that they do not even meet. */
	@Test
	@Fault("E2")
	void theGenerationOfTheHeaderIsInTheNameOfTheKey() {
		assertThat(new RedisKeys("llm:app").entry(KEY)).startsWith("llm:app:1:");
	}

	@Test
	@Fault("R14")
	void theEntryOfAnotherRequestIsNotServed() {
		Digest other = TestKeys.digest("other");
		assertNotFor(new CacheKey(KEY.cache(), KEY.version(), other, KEY.scope(), KEY.tenant(), ""));
		assertNotFor(new CacheKey(KEY.cache(), KEY.version(), KEY.digest(), other, KEY.tenant(), ""));
		assertNotFor(new CacheKey(KEY.cache(), KEY.version(), KEY.digest(), KEY.scope(), other, ""));
		assertNotFor(new CacheKey(KEY.cache(), KEY.version(), KEY.digest(), KEY.scope(), null, ""));
		CacheKey nobodys = TestKeys.key("desk", "What is a PIN?");
		byte[] bytes = Entry.of(nobodys, STAMP, STARTED, FRESH_UNTIL, 1, PAYLOAD).bytes();
		assertThat(Entry.read(bytes, nobodys)).isInstanceOf(Reading.Present.class);
		assertThat(Entry.read(bytes,
				new CacheKey(nobodys.cache(), nobodys.version(), nobodys.digest(), nobodys.scope(), other, "")))
			.isInstanceOf(Reading.Corrupt.class);
	}

	private static void assertNotFor(CacheKey key) {
		assertThat(Entry.read(sample(), key)).isInstanceOf(Reading.Corrupt.class);
	}

	/** What stands where the stamp should be lets the acquire script look past it. */
	@Test
	void whatIsDamagedTellsWhatStandsInPlaceOfItsStamp() {
		assertThat(Entry.read("LLM9fedcba9876543210 and so on".getBytes(StandardCharsets.US_ASCII), KEY).stamp())
			.asString(StandardCharsets.US_ASCII)
			.isEqualTo("fedcba9876543210");
		assertThat(Entry.read("shorter".getBytes(StandardCharsets.US_ASCII), KEY).stamp())
			.asString(StandardCharsets.US_ASCII)
			.isEqualTo("ter");
		assertThat(Entry.read("abc".getBytes(StandardCharsets.US_ASCII), KEY).stamp()).isEmpty();
	}

	/** The header has thirteen digits: until the year 2286. */
	@Test
	void aLifeWithoutEndEndsWithTheDigits() {
		Entry entry = Entry.of(KEY, STAMP, STARTED, Long.MAX_VALUE, 1, PAYLOAD);

		assertThat(present(Entry.read(entry.bytes(), KEY)).freshUntil()).isEqualTo(9_999_999_999_999L);
		assertThat(entry.freshUntil()).isEqualTo(9_999_999_999_999L);
	}

	/** Entries of earlier builds stay readable, or the generation has to change. */
	@Test
	@Fault("E2")
	void theGoldenEntryStillReads() throws IOException {
		byte[] golden;
		try (InputStream stream = Objects.requireNonNull(getClass().getResourceAsStream("entry-1.hex"))) {
			golden = HexFormat.of().parseHex(new String(stream.readAllBytes(), StandardCharsets.US_ASCII).strip());
		}

		assertThat(payload(present(Entry.read(golden, KEY)))).isEqualTo(PAYLOAD);
		assertThat(sample()).isEqualTo(golden);
	}

	private static byte[] sample() {
		return Entry.of(KEY, STAMP, STARTED, FRESH_UNTIL, 1234, PAYLOAD).bytes();
	}

	private static byte[] payload(Entry entry) {
		return Arrays.copyOfRange(entry.bytes(), Entry.HEADER, entry.bytes().length);
	}

	private static Entry present(@Nullable Reading reading) {
		assertThat(reading).isInstanceOf(Reading.Present.class);
		return ((Reading.Present) Objects.requireNonNull(reading)).entry();
	}

}
