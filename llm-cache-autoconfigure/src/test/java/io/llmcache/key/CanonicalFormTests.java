package io.llmcache.key;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Currency;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import io.llmcache.test.Fault;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

import static io.llmcache.key.KeyTestMethods.digest;
import static io.llmcache.key.KeyTestMethods.key;
import static io.llmcache.key.KeyTestMethods.keys;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of what is equal in a key and what is not.
 */
@Fault("K5")
class CanonicalFormTests {

	@Test
	void numbersOfDifferentTypesAreDifferent() {
		assertAllDifferent(1, 1L, 1.0, 1.0f, (short) 1, (byte) 1, '1', "1", BigInteger.ONE, BigDecimal.ONE, true,
				(char) 1);
	}

	@Test
	void zerosAreTwoAndNaNsAreOne() {
		assertAllDifferent(0.0, -0.0, 0.0f, -0.0f);
		assertThat(digest(Double.longBitsToDouble(0x7ff8000000000001L))).isEqualTo(digest(Double.NaN));
		assertThat(digest(Float.intBitsToFloat(0x7fc00001))).isEqualTo(digest(Float.NaN));
		assertAllDifferent(Double.NaN, Float.NaN, Double.POSITIVE_INFINITY);
	}

	@Test
	void theScaleOfADecimalCounts() {
		assertAllDifferent(new BigDecimal("1"), new BigDecimal("1.0"), new BigDecimal("1.00"), new BigDecimal("1E+2"),
				new BigDecimal("100"));
	}

	@Test
	@Fault("K6")
	void nullIsNeitherItsTextNorNothing() {
		assertAllDifferent(null, "null", "", List.of(), Optional.empty(), Collections.singletonList(null),
				Collections.singletonMap("a", null), Map.of());
	}

	@Test
	@Fault("K6")
	void textsDoNotRunIntoOneAnother() {
		OperationKeys keys = keys(Methods.class, "twoTexts");
		assertThat(digest(keys, "ab", "c")).isNotEqualTo(digest(keys, "a", "bc"));
		assertThat(digest(keys, "a", null)).isNotEqualTo(digest(keys, null, "a"));
		assertAllDifferent(List.of("ab", "c"), List.of("a", "bc"), List.of("abc"), List.of(List.of("a"), "bc"),
				List.of("a", List.of("bc")), List.of(List.of("a", "bc")));
	}

	@Test
	void theOrderOfSetsAndMapsDoesNotCount() {
		Map<String, Object> map = new LinkedHashMap<>();
		Map<String, Object> reverse = new LinkedHashMap<>();
		for (int i = 0; i < 50; i++) {
			map.put("k" + i, i);
			reverse.put("k" + (49 - i), 49 - i);
		}
		assertThat(digest(map)).isEqualTo(digest(reverse))
			.isEqualTo(digest(new TreeMap<>(map)))
			.isEqualTo(digest(new HashMap<>(map)));
		assertThat(digest(new LinkedHashSet<>(map.keySet()))).isEqualTo(digest(new LinkedHashSet<>(reverse.keySet())))
			.isEqualTo(digest(new HashSet<>(map.keySet())));
		map.put("k0", 1);
		assertThat(digest(map)).isNotEqualTo(digest(reverse));
	}

	@Test
	void theOrderOfListsCounts() {
		assertAllDifferent(List.of(1, 2), List.of(2, 1), List.of(1, 2, 2), Set.of(1, 2), new int[] { 1, 2 },
				new Integer[] { 1, 2 }, new long[] { 1, 2 });
	}

	@Test
	void theClassOfAContainerDoesNotCount() {
		Digest list = digest(List.of("a", "b"));
		assertThat(digest(new ArrayList<>(List.of("a", "b")))).isEqualTo(list);
		assertThat(digest(new LinkedList<>(List.of("a", "b")))).isEqualTo(list);
		assertThat(digest(new ArrayDeque<>(List.of("a", "b")))).isEqualTo(list);
		assertThat(digest(Collections.unmodifiableList(Arrays.asList("a", "b")))).isEqualTo(list);
	}

	@Test
	void keysAndValuesOfAMapAreNotMixedUp() {
		assertAllDifferent(Map.of("a", "b"), Map.of("b", "a"), Map.of("a", "a", "b", "b"), Set.of("a", "b"));
	}

	@Test
	void valuesOfDifferentTypesAndEqualTextAreDifferent() {
		UUID uuid = new UUID(1, 2);
		assertAllDifferent(uuid, uuid.toString(), URI.create("a:b"), "a:b", Locale.GERMANY, "de_DE",
				Currency.getInstance("EUR"), "EUR", String.class, "java.lang.String", DayOfWeek.MONDAY, "MONDAY",
				TimeUnit.DAYS, ZoneOffset.UTC, "Z", ZoneId.of("UTC"), ZoneId.of("Europe/Berlin"));
	}

	@Test
	void datesAndTimesAreTyped() {
		Instant instant = Instant.parse("2026-01-02T03:04:05.000000006Z");
		assertAllDifferent(instant, instant.toString(), instant.plusNanos(1), instant.atOffset(ZoneOffset.UTC),
				instant.atZone(ZoneId.of("UTC")), LocalDateTime.ofInstant(instant, ZoneOffset.UTC),
				LocalDate.of(2026, 1, 2), "2026-01-02", Date.from(instant), instant.toEpochMilli(), Period.ofDays(1),
				Duration.ofDays(1), Duration.ofHours(24).plusNanos(1));
		assertThat(digest(Duration.ofDays(1))).isEqualTo(digest(Duration.ofHours(24)));
	}

	@Test
	void localesThatLookAlikeAreDifferent() {
		assertAllDifferent(Locale.ROOT, new Locale.Builder().setVariant("posix").build(), Locale.GERMAN, Locale.GERMANY,
				Locale.forLanguageTag("de-DE-u-co-phonebk"), Locale.forLanguageTag("zh-Hant-TW"),
				Locale.forLanguageTag("zh-TW"));
	}

	@Test
	void enumConstantsCountByClassAndName() {
		assertAllDifferent(Tone.FORMAL, Tone.CASUAL, OtherTone.FORMAL);
	}

	@Test
	void textBuildersAreText() {
		assertThat(digest(new StringBuilder("abc"))).isEqualTo(digest("abc"));
	}

	@Test
	void bytesCountByContent() {
		assertThat(digest(new byte[] { 1, 2 })).isEqualTo(digest(new byte[] { 1, 2 }));
		assertAllDifferent(new byte[] { 1, 2 }, new byte[] { 1 }, new byte[0], List.of((byte) 1, (byte) 2));
	}

	@Test
	void optionalsAreNotTheirContent() {
		assertAllDifferent(Optional.of("a"), "a", Optional.empty(), OptionalInt.of(0), Optional.of(List.of("a")));
		assertThat(digest(OptionalInt.empty())).isEqualTo(digest(Optional.empty()));
	}

	@Test
	void objectsCountByTheirFieldsAndTheirClass() {
		assertThat(digest(new Point(1, 2))).isEqualTo(digest(new Point(1, 2)));
		assertAllDifferent(new Point(1, 2), new Point(2, 1), new OtherPoint(1, 2), List.of(1, 2));
		assertAllDifferent(new Circle(1), new Square(1), new Empty(), new OtherEmpty());
	}

	@Test
	void inheritedFieldsCountAndTransientOnesDoNot() {
		assertAllDifferent(new Child("a", "b", "c"), new Child("x", "b", "c"), new Child("a", "x", "c"));
		assertThat(digest(new Child("a", "b", "c"))).isEqualTo(digest(new Child("a", "b", "x")));
	}

	@Test
	void getterAndEqualsAreNotAsked() {
		assertAllDifferent(new Entity(1, "a"), new Entity(1, "b"));
	}

	@Test
	void theOrderOfJsonFieldsDoesNotCount() {
		assertThat(digest(json("{\"a\":1,\"b\":[1,2]}"))).isEqualTo(digest(json("{\"b\":[1,2],\"a\":1}")));
		assertAllDifferent(json("{\"a\":1}"), json("{\"a\":\"1\"}"), json("{\"a\":1.0}"), json("{\"a\":null}"),
				json("{}"), json("[]"), json("null"), json("{\"a\":[1,2]}"), json("{\"a\":[2,1]}"),
				json("{\"a\":true}"), "{}", Map.of(), List.of(), JsonNodeFactory.instance.missingNode());
	}

	@Test
	void jsonNumbersKeepTheirDigits() {
		assertAllDifferent(json("12345678901234567890"), json("12345678901234567891"), json("12345678901234567000"),
				json("1"), json("1.0"), json("1.5"));
	}

	@Test
	void jsonHoldsOtherValues() {
		JsonNodeFactory factory = JsonNodeFactory.instance;
		assertAllDifferent(factory.pojoNode(new Point(1, 2)), factory.pojoNode(new Point(2, 1)), new Point(1, 2),
				factory.binaryNode(new byte[] { 1 }), factory.stringNode("AQ=="));
	}

	@Test
	@Fault("K8")
	void laterChangesOfAnArgumentDoNotMatter() {
		OperationKeys keys = keys(Methods.class, "mutable");
		StringBuilder prompt = new StringBuilder("a");
		List<String> context = new ArrayList<>(List.of("b"));
		CacheKey key = key(keys, prompt, context);
		prompt.append("c");
		context.add("d");
		assertThat(key.prompt()).isEqualTo("a");
		assertThat(key.digest()).isEqualTo(digest(keys, new StringBuilder("a"), List.of("b")))
			.isNotEqualTo(digest(keys, prompt, context));
	}

	private static JsonNode json(String text) {
		return JsonMapper.shared().readTree(text);
	}

	static void assertAllDifferent(@Nullable Object... values) {
		assertThat(Arrays.stream(values).map(KeyTestMethods::digest)).doesNotHaveDuplicates();
	}

	enum Tone {

		FORMAL, CASUAL {
			@Override
			public String toString() {
				return "FORMAL";
			}
		}

	}

	enum OtherTone {

		FORMAL

	}

	record Point(int x, int y) {

	}

	record OtherPoint(int x, int y) {

	}

	record Empty() {

	}

	record OtherEmpty() {

	}

	sealed interface Shape permits Circle, Square {

	}

	record Circle(int size) implements Shape {

	}

	record Square(int size) implements Shape {

	}

	static class Parent {

		private final String name;

		Parent(String name) {
			this.name = name;
		}

		String parentName() {
			return this.name;
		}

	}

	static class Child extends Parent {

		private final String name;

		private final transient String scratch;

		Child(String parentName, String name, String scratch) {
			super(parentName);
			this.name = name;
			this.scratch = scratch;
		}

		@Override
		public String toString() {
			return this.name + this.scratch;
		}

	}

	static class Entity {

		private final int id;

		private final String text;

		Entity(int id, String text) {
			this.id = id;
			this.text = text;
		}

		public String getText() {
			throw new IllegalStateException("asked for " + this.text);
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return other instanceof Entity entity && entity.id == this.id;
		}

		@Override
		public int hashCode() {
			return this.id;
		}

	}

	static class Methods {

		String twoTexts(String first, String second) {
			return "";
		}

		String mutable(@io.llmcache.LlmPrompt StringBuilder prompt, List<String> context) {
			return "";
		}

	}

}
