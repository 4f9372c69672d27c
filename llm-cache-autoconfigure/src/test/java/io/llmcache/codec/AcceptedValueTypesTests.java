package io.llmcache.codec;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Currency;
import java.util.Date;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

import io.llmcache.test.Fault;
import tools.jackson.core.type.TypeReference;
import io.llmcache.codec.Answers.Account;
import io.llmcache.codec.Answers.Animal;
import io.llmcache.codec.Answers.Answer;
import io.llmcache.codec.Answers.Built;
import io.llmcache.codec.Answers.Circle;
import io.llmcache.codec.Answers.Drawing;
import io.llmcache.codec.Answers.Err;
import io.llmcache.codec.Answers.Immutable;
import io.llmcache.codec.Answers.Mood;
import io.llmcache.codec.Answers.Named;
import io.llmcache.codec.Answers.Nothing;
import io.llmcache.codec.Answers.Ok;
import io.llmcache.codec.Answers.Page;
import io.llmcache.codec.Answers.Result;
import io.llmcache.codec.Answers.Savings;
import io.llmcache.codec.Answers.Shape;
import io.llmcache.codec.Answers.Square;
import io.llmcache.codec.Answers.Transient;
import io.llmcache.codec.Answers.Tree;
import io.llmcache.codec.Answers.Triangle;
import io.llmcache.codec.Answers.Trimmed;
import io.llmcache.codec.Answers.Unknown;
import io.llmcache.codec.Answers.Usage;
import io.llmcache.codec.Answers.Wrapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.LIST;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * What is stored comes back equal, as a copy of its own.
 */
class AcceptedValueTypesTests {

	private static final Instant AT = Instant.parse("2026-11-21T10:15:30.123456789Z");

	private final ResponseCodecs codecs = new ResponseCodecs(List.of());

	static Type type(TypeReference<?> reference) {
		return reference.getType();
	}

	static Answer answer() {
		return new Answer("Grüße, 👋 \u0000 \"quoted\"\n", new Usage(3, Long.MAX_VALUE, null), Mood.ANGRY,
				List.of("a", "b"), Optional.of("n"), new LinkedHashMap<>(Map.of("x", Double.NaN, "y", -0.0)),
				new double[] { 0.1, Double.MIN_VALUE, Double.NEGATIVE_INFINITY }, new byte[] { 0, -1, 127 }, AT,
				LocalDate.of(2024, 2, 29), new UUID(1, 2), new BigDecimal("1.500"),
				new BigInteger("123456789012345678901234567890"),
				JsonMapper.shared().readTree("{\"b\":1.10,\"a\":[null,12345678901234567890]}"),
				Collections.singleton(Mood.CALM), '\u00e9');
	}

	@SuppressWarnings("JavaUtilDate")
	static Stream<Arguments> scalars() {
		return Stream.of(arguments(String.class, "Zürich 👋\r\n\u0000"), arguments(String.class, ""),
				arguments(String.class, "null"), arguments(String.class, "\uFFFD"), arguments(int.class, 42),
				arguments(Integer.class, Integer.MIN_VALUE), arguments(long.class, Long.MAX_VALUE),
				arguments(short.class, (short) -7), arguments(byte.class, (byte) -128), arguments(boolean.class, true),
				arguments(Boolean.class, false), arguments(char.class, '\u0000'), arguments(double.class, 0.1),
				arguments(Double.class, Double.NaN), arguments(double.class, -0.0),
				arguments(float.class, Float.MIN_VALUE), arguments(Float.class, Float.POSITIVE_INFINITY),
				arguments(BigDecimal.class, new BigDecimal("1.10")),
				arguments(BigDecimal.class, new BigDecimal("1E+3")),
				arguments(BigInteger.class, BigInteger.TEN.pow(300)), arguments(UUID.class, new UUID(3, 4)),
				arguments(URI.class, URI.create("urn:a")), arguments(Locale.class, Locale.forLanguageTag("de-CH")),
				arguments(Currency.class, Currency.getInstance("CHF")), arguments(Date.class, new Date(1234567891L)),
				arguments(Mood.class, Mood.ANGRY), arguments(OptionalInt.class, OptionalInt.of(4)),
				arguments(OptionalDouble.class, OptionalDouble.empty()), arguments(Nothing.class, new Nothing()));
	}

	static Stream<Arguments> times() {
		ZonedDateTime overlap = ZonedDateTime.ofLocal(LocalDateTime.of(2026, 10, 25, 2, 30), ZoneId.of("Europe/Zurich"),
				ZoneOffset.ofHours(1));
		return Stream.of(arguments(Instant.class, AT), arguments(Instant.class, Instant.MAX),
				arguments(LocalDate.class, LocalDate.of(2024, 2, 29)),
				arguments(LocalDateTime.class, LocalDateTime.MIN),
				arguments(LocalTime.class, LocalTime.of(23, 59, 59, 1)),
				arguments(OffsetDateTime.class, OffsetDateTime.ofInstant(AT, ZoneOffset.ofHoursMinutes(5, 30))),
				arguments(OffsetDateTime.class, OffsetDateTime.ofInstant(AT, ZoneOffset.UTC)),
				arguments(OffsetTime.class, OffsetTime.of(1, 2, 3, 4, ZoneOffset.ofHours(-3))),
				arguments(ZonedDateTime.class, overlap), arguments(ZonedDateTime.class, AT.atZone(ZoneOffset.UTC)),
				arguments(ZonedDateTime.class, AT.atZone(ZoneId.of("UTC"))),
				arguments(Duration.class, Duration.ofNanos(-1)), arguments(Period.class, Period.of(1, 2, 3)),
				arguments(Year.class, Year.of(2026)), arguments(YearMonth.class, YearMonth.of(2026, 1)),
				arguments(MonthDay.class, MonthDay.of(2, 29)), arguments(DayOfWeek.class, DayOfWeek.SUNDAY),
				arguments(ZoneId.class, ZoneId.of("Asia/Tokyo")),
				arguments(ZoneOffset.class, ZoneOffset.ofHoursMinutesSeconds(1, 2, 3)));
	}

	static Stream<Arguments> composites() {
		return Stream.of(arguments(Usage.class, new Usage(1, 2, 3)),
				arguments(Tree.class, new Tree("a", List.of(new Tree("b", List.of())))),
				arguments(type(new TypeReference<List<Usage>>() {
				}), Arrays.asList(new Usage(1, 2, 3), null)), arguments(type(new TypeReference<Page<Usage>>() {
				}), new Page<>(List.of(new Usage(1, 2, null)), Optional.empty())),
				arguments(type(new TypeReference<Map<String, List<Page<Mood>>>>() {
				}), Map.of("k", List.of(new Page<>(List.of(Mood.CALM), Optional.of(Mood.ANGRY))))),
				arguments(type(new TypeReference<Optional<List<String>>>() {
				}), Optional.of(List.of("x"))), arguments(type(new TypeReference<Optional<String>>() {
				}), Optional.empty()), arguments(type(new TypeReference<Map<Mood, Integer>>() {
				}), new EnumMap<>(Map.of(Mood.ANGRY, 2))), arguments(type(new TypeReference<Set<Instant>>() {
				}), Set.of(AT, Instant.EPOCH)), arguments(type(new TypeReference<Set<String>>() {
				}), Set.of("a", "b", "c", "d", "e")), arguments(type(new TypeReference<TreeMap<String, Integer>>() {
				}), new TreeMap<>(Map.of("b", 1, "a", 2))), arguments(type(new TypeReference<ArrayList<Long>>() {
				}), new ArrayList<>(List.of(1L))), arguments(Wrapper.class, new Wrapper("v")),
				arguments(Trimmed.class, new Trimmed(null, AT, 3)));
	}

	static Stream<Arguments> sealedOnes() {
		Drawing drawing = new Drawing(new Square(1), List.of(new Circle(2), new Triangle(3, 4, 5), new Unknown()),
				new LinkedHashMap<>(Map.of("c", new Circle(6))), new Circle(7));
		return Stream.of(arguments(Shape.class, new Square(2)), arguments(Shape.class, new Unknown()),
				arguments(Drawing.class, drawing), arguments(Circle.class, new Circle(1)),
				arguments(type(new TypeReference<List<Shape>>() {
				}), List.of(new Circle(1), new Square(2))), arguments(type(new TypeReference<Result<Usage>>() {
				}), new Ok<>(new Usage(1, 2, 3))), arguments(type(new TypeReference<Result<Usage>>() {
				}), new Err<>("r")), arguments(type(new TypeReference<Page<Shape>>() {
				}), new Page<Shape>(List.of(new Circle(1)), Optional.of(new Square(2)))));
	}

	@ParameterizedTest
	@Fault("E7")
	@MethodSource({ "scalars", "times", "composites", "sealedOnes" })
	void comesBackEqual(Type type, Object value) throws CodecException {
		assertThat(copy(type, value)).isEqualTo(value);
	}

	@Test
	@Fault("E7")
	void aRecordOfEverythingComesBackWhole() throws CodecException {
		Answer answer = answer();
		assertThat(copy(Answer.class, answer)).usingRecursiveComparison()
			.ignoringFields("raw")
			.withStrictTypeChecking()
			.ignoringCollectionOrder()
			.withEqualsForType(Double::equals, Double.class)
			.isEqualTo(answer);
		assertThat(((Answer) copy(Answer.class, answer)).raw()).hasToString(String.valueOf(answer.raw()));
	}

	@Test
	@Fault("E7")
	void arraysComeBackEqual() throws CodecException {
		assertThat(copy(byte[].class, new byte[] { 1, -2 })).isEqualTo(new byte[] { 1, -2 });
		assertThat(copy(int[].class, new int[] { 1, 2 })).isEqualTo(new int[] { 1, 2 });
		assertThat(copy(char[].class, "héé".toCharArray())).isEqualTo("héé".toCharArray());
		assertThat(copy(float[][].class, new float[][] { { Float.NaN }, {} }))
			.isEqualTo(new float[][] { { Float.NaN }, {} });
		assertThat(copy(Shape[].class, new Shape[] { new Circle(1), new Unknown() }))
			.isEqualTo(new Shape[] { new Circle(1), new Unknown() });
		assertThat(copy(type(new TypeReference<List<byte[]>>() {
		}), List.of(new byte[] { 3 }))).asInstanceOf(LIST).first().isEqualTo(new byte[] { 3 });
	}

	@Test
	void classesComeBackByTheirFields() throws CodecException {
		Animal animal = new Animal();
		animal.setName("Rex");
		animal.setLegs(4);
		assertThat(copy(Animal.class, animal)).isExactlyInstanceOf(Animal.class)
			.usingRecursiveComparison()
			.isEqualTo(animal);
		assertThat(copy(Immutable.class, new Immutable("t", List.of(1, 2)))).usingRecursiveComparison()
			.isEqualTo(new Immutable("t", List.of(1, 2)));
		assertThat(copy(Named.class, new Named("t", 1))).usingRecursiveComparison().isEqualTo(new Named("t", 1));
		Built built = new Built.Builder().text("b").build();
		assertThat(copy(Built.class, built)).usingRecursiveComparison().isEqualTo(built);
		Savings savings = new Savings();
		savings.owner = "o";
		savings.interest = 0.5;
		assertThat(copy(Account.class, savings)).isExactlyInstanceOf(Savings.class)
			.usingRecursiveComparison()
			.isEqualTo(savings);
		assertThat(copy(Account.class, new Account())).isExactlyInstanceOf(Account.class);
	}

	@Test
	void transientFieldsAreNotPartOfTheValue() throws CodecException {
		Transient value = new Transient();
		value.text = "t";
		value.cachedHash = 7;
		assertThat(((Transient) copy(Transient.class, value)).cachedHash).isZero();
	}

	@Test
	void jsonKeepsEveryDigitAndTheOrderOfItsProperties() throws CodecException {
		JsonNode node = JsonMapper.shared().readTree("{\"z\":1.10,\"a\":12345678901234567890,\"m\":[null,true,1]}");
		JsonNode exact = new ObjectNode(JsonNodeFactory.instance).put("z", new BigDecimal("1.10"));
		assertThat(copy(JsonNode.class, node)).hasToString(node.toString());
		assertThat(copy(JsonNode.class, exact)).hasToString("{\"z\":1.10}");
		assertThat(copy(ObjectNode.class, exact)).isInstanceOf(ObjectNode.class);
	}

	@Test
	void everyDecodeIsACopyThatSharesNothing() throws CodecException {
		Type type = type(new TypeReference<Map<String, List<double[]>>>() {
		});
		Map<String, List<double[]>> value = Map.of("k", List.of(new double[] { 1 }));
		ResponseCodec codec = this.codecs.forType(type);
		byte[] bytes = codec.encode(value);
		byte[] before = bytes.clone();
		@SuppressWarnings("unchecked")
		Map<String, List<double[]>> one = (Map<String, List<double[]>>) codec.decode(bytes, 0, bytes.length);
		Objects.requireNonNull(one.get("k")).get(0)[0] = 2;
		Objects.requireNonNull(one.get("k")).add(new double[0]);
		one.put("new", new ArrayList<>());
		assertThat(codec.decode(bytes, 0, bytes.length)).usingRecursiveComparison().isEqualTo(value);
		assertThat(bytes).isEqualTo(before);
	}

	@Test
	void bytesAreNeitherKeptNorHandedOut() throws CodecException {
		ResponseCodec codec = this.codecs.forType(byte[].class);
		byte[] value = { 1 };
		byte[] stored = codec.encode(value);
		value[0] = 2;
		byte[] read = (byte[]) codec.decode(stored, 0, 1);
		read[0] = 3;
		assertThat(stored).containsExactly(1);
	}

	@Test
	void textIsStoredAsItIs() throws CodecException {
		assertThat(this.codecs.forType(String.class).encode("grün \"x\""))
			.isEqualTo("grün \"x\"".getBytes(StandardCharsets.UTF_8));
	}

	@Test
	void aTypeHasOneCodecAndContributorsComeFirst() {
		assertThat(this.codecs.forType(Usage.class)).isSameAs(this.codecs.forType(Usage.class));
		ResponseCodec own = new BytesCodec();
		ResponseCodecs contributed = new ResponseCodecs(
				List.of((type) -> null, (type) -> (type == Usage.class) ? own : null));
		assertThat(contributed.forType(Usage.class)).isSameAs(own);
		assertThat(contributed.forType(String.class)).isInstanceOf(TextCodec.class);
	}

	static Stream<Arguments> emptyOnes() {
		return Stream
			.<Object>of("", " \n\t\u2003", List.of(), Set.of(), Map.of(), new int[0], new byte[0], new String[0],
					Optional.empty(), Optional.of(" "), Optional.of(List.of()), OptionalInt.empty(),
					OptionalLong.empty(), OptionalDouble.empty(), NullNode.getInstance(),
					JsonNodeFactory.instance.missingNode(), JsonNodeFactory.instance.objectNode(),
					JsonNodeFactory.instance.arrayNode(), JsonNodeFactory.instance.stringNode(" "))
			.map((value) -> arguments(value));
	}

	@ParameterizedTest
	@MethodSource("emptyOnes")
	void emptyAnswersAreToldFromOthers(Object value) {
		assertThat(Emptiness.judge(value)).isEqualTo(Verdict.EMPTY);
	}

	static Stream<Object> fullOnes() {
		return Stream.of("0", 0, false, List.of(""), Map.of("", ""), new int[1], Optional.of(0), OptionalInt.of(0),
				new Nothing(), new Wrapper(""), JsonNodeFactory.instance.numberNode(0),
				JsonNodeFactory.instance.objectNode().putNull("a"));
	}

	@ParameterizedTest
	@MethodSource("fullOnes")
	void otherAnswersAreStorable(Object value) {
		assertThat(Emptiness.judge(value)).isEqualTo(Verdict.STORABLE);
	}

	private Object copy(Type type, Object value) throws CodecException {
		ResponseCodec codec = this.codecs.forType(type);
		byte[] bytes = codec.encode(value);
		byte[] framed = new byte[bytes.length + 5];
		Arrays.fill(framed, (byte) '{');
		System.arraycopy(bytes, 0, framed, 3, bytes.length);
		return codec.decode(framed, 3, bytes.length);
	}

}
