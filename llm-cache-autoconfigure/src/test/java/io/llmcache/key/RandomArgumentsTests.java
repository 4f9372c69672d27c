package io.llmcache.key;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

import io.llmcache.test.Fault;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests that arguments are equal exactly when their digests are, on many structured
 * arguments made of few different leaves.
 */
class RandomArgumentsTests {

	@ParameterizedTest
	@Fault({ "K5", "K6" })
	@ValueSource(longs = { 1, 20260102, -7 })
	void argumentsAreEqualWhenTheirDigestsAre(long seed) {
		Random random = new Random(seed);
		Map<Digest, Box> seen = new HashMap<>();
		Map<Box, Digest> made = new HashMap<>();
		for (int i = 0; i < 20_000; i++) {
			Box argument = new Box(value(random, 4));
			Digest digest = KeyTestMethods.digest(argument);
			Box twin = seen.putIfAbsent(digest, argument);
			assertThat(twin == null || twin.equals(argument)).as("%s and %s have one digest", twin, argument).isTrue();
			Digest other = made.putIfAbsent(argument, digest);
			assertThat(other == null || other.equals(digest)).as("%s has two digests", argument).isTrue();
		}
		assertThat(seen).hasSizeBetween(2000, 19_000);
	}

	private static @Nullable Object value(Random random, int depth) {
		int kind = random.nextInt((depth > 0) ? 12 : 7);
		return switch (kind) {
			case 0 -> text(random);
			case 1 -> random.nextInt(3);
			case 2 -> (long) random.nextInt(3);
			case 3 -> (double) random.nextInt(3);
			case 4 -> random.nextBoolean();
			case 5 -> null;
			case 6 -> new BigDecimal(random.nextBoolean() ? "1" : "1.0");
			case 7 -> list(random, depth);
			case 8 -> new LinkedHashSet<>(list(random, depth));
			case 9 -> map(random, depth);
			case 10 -> Optional.ofNullable(value(random, depth - 1));
			default -> random.nextBoolean() ? new Pair(value(random, depth - 1), value(random, depth - 1))
					: new Twin(value(random, depth - 1), value(random, depth - 1));
		};
	}

	private static String text(Random random) {
		StringBuilder text = new StringBuilder();
		for (int i = random.nextInt(3); i > 0; i--) {
			text.append("ab?\u00e9\u4e2d\ud800\udc00".charAt(random.nextInt(7)));
		}
		return text.toString();
	}

	private static List<@Nullable Object> list(Random random, int depth) {
		List<@Nullable Object> list = new ArrayList<>();
		for (int i = random.nextInt(3); i > 0; i--) {
			list.add(value(random, depth - 1));
		}
		return list;
	}

	private static Map<@Nullable Object, @Nullable Object> map(Random random, int depth) {
		Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
		for (int i = random.nextInt(3); i > 0; i--) {
			map.put(value(random, depth - 1), value(random, depth - 1));
		}
		return map;
	}

	record Box(@Nullable Object content) {

	}

	record Pair(@Nullable Object first, @Nullable Object second) {

	}

	record Twin(@Nullable Object first, @Nullable Object second) {

	}

}
