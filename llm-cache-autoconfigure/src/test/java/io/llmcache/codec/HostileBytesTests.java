package io.llmcache.codec;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

import io.llmcache.codec.Answers.Account;
import io.llmcache.codec.Answers.Animal;
import io.llmcache.codec.Answers.Answer;
import io.llmcache.codec.Answers.Circle;
import io.llmcache.codec.Answers.Drawing;
import io.llmcache.codec.Answers.Immutable;
import io.llmcache.codec.Answers.Shape;
import io.llmcache.codec.Answers.Trap;
import io.llmcache.codec.Answers.Tree;
import io.llmcache.codec.Answers.Usage;
import io.llmcache.test.Fault;
import io.llmcache.test.Seen;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/**
 * Bytes that nobody here has written are told from values, and nothing they say is done.
 */
class HostileBytesTests {

	private static final String CANARY = "canary";

	private final ResponseCodecs codecs = new ResponseCodecs(List.of());

	static Stream<Type> jsonTypes() {
		return Stream.of(Usage.class, Answer.class, Tree.class, Shape.class, Drawing.class, Animal.class,
				Immutable.class, Account.class, int.class, long[].class, BigDecimal.class, Answers.Mood.class,
				new TypeReference<List<Usage>>() {
				}.getType(), new TypeReference<Map<String, Shape>>() {
				}.getType(), Duration.class);
	}

	private void refuses(Type type, String payload) {
		byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
		assertThatExceptionOfType(CodecException.class).as("%s as %s", payload, type)
			.isThrownBy(() -> this.codecs.forType(type).decode(bytes, 0, bytes.length))
			.withNoCause()
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain(CANARY));
	}

	@ParameterizedTest
	@Fault("E4")
	@MethodSource("jsonTypes")
	void nothingAndNullAreNoValues(Type type) {
		refuses(type, "");
		refuses(type, " ");
		refuses(type, "null");
	}

	@Test
	@Fault("E4")
	void nothingIsNoJsonTreeAndNoOptionalEither() {
		refuses(JsonNode.class, "");
		refuses(new TypeReference<Optional<Usage>>() {
		}.getType(), "");
	}

	@ParameterizedTest
	@Fault("E5")
	@MethodSource("jsonTypes")
	void classNamesInTheBytesAreNeverFollowed(Type type) {
		int made = Trap.made;
		String trap = Trap.class.getName();
		refuses(type, "[\"java.lang.ProcessBuilder\",[\"/bin/" + CANARY + "\"]]");
		refuses(type, "[\"" + trap + "\",{}]");
		refuses(type, "[\"" + trap + "\",{\"text\":\"" + CANARY + "\"}]");
		refuses(type, "{\"@class\":\"" + trap + "\",\"text\":\"" + CANARY + "\"}");
		refuses(type, "{\"@c\":\"" + trap + "\"}");
		refuses(type, "{\"@type\":\"" + trap + "\"}");
		refuses(type, "{\"" + trap + "\":{\"text\":\"" + CANARY + "\"}}");
		assertThat(Trap.made).isEqualTo(made);
	}

	@Test
	@Fault("E5")
	void onlyTheNamesOfASealedTypeAreKnown() throws CodecException {
		byte[] known = "{\"Circle\":{\"radius\":1.0}}".getBytes(StandardCharsets.UTF_8);
		assertThat(this.codecs.forType(Shape.class).decode(known, 0, known.length)).isEqualTo(new Circle(1));
		refuses(Shape.class, "{\"io.llmcache.codec.Answers$Circle\":{\"radius\":1.0}}");
		refuses(Shape.class, "{\"Answers$Circle\":{\"radius\":1.0}}");
		refuses(Shape.class, "{\"Usage\":{\"input\":1}}");
		refuses(Shape.class, "{\"radius\":1.0}");
		refuses(Shape.class, "{\"Circle\":null}");
		refuses(Shape.class, "{\"Circle\":{\"radius\":1.0},\"more\":1}");
		refuses(Shape.class, "\"Circle\"");
	}

	@Test
	@Fault("E6")
	void depthIsBounded() {
		String arrays = "[".repeat(100_000);
		refuses(JsonNode.class, arrays);
		refuses(JsonNode.class, arrays + "]".repeat(100_000));
		refuses(JsonNode.class, "{\"a\":".repeat(100_000));
		refuses(Tree.class, "{\"name\":\"\",\"children\":[".repeat(100_000));
		refuses(Tree.class, "{\"name\":\"\",\"ignored\":" + arrays);
		refuses(Usage.class, arrays);
		refuses(new TypeReference<List<List<String>>>() {
		}.getType(), arrays);
	}

	@Test
	@Fault("E6")
	void lengthAndScaleOfNumbersAreBounded() {
		String digits = "9".repeat(1_000_000);
		assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
			for (Type type : List.<Type>of(BigInteger.class, BigDecimal.class, JsonNode.class, int.class,
					double.class)) {
				refuses(type, digits);
				refuses(type, "0." + digits);
			}
			refuses(BigInteger.class, "1e1000000000");
			refuses(BigInteger.class, "\"" + digits + "\"");
			refuses(BigDecimal.class, "\"" + digits + "\"");
			refuses(Duration.class, "\"PT" + digits + "S\"");
		});
	}

	@ParameterizedTest
	@Fault("E2")
	@ValueSource(strings = { "{\"input\":1,\"output\":2}", "{\"input\":1,\"output\":2,\"cached\":3,\"canary\":4}",
			"{\"input\":null,\"output\":2,\"cached\":3}", "{\"input\":\"1\",\"output\":2,\"cached\":3}",
			"{\"input\":1.0,\"output\":2,\"cached\":3}", "{\"input\":1,\"output\":2,\"cached\":3} 4",
			"{\"input\":1,\"output\":2,\"cached\":3}}", "{\"input\":1,\"output\":2,\"cached\":3",
			"{\"input\":12345678901,\"output\":2,\"cached\":3}", "{\"input\":canary,\"output\":2,\"cached\":3}",
			"{'input':1,'output':2,'cached':3}", "[1,2,3]", "\"canary\"", "" + 1, "\uFEFF" })
	void propertiesMustBeExactlyThoseOfTheType(String payload) {
		refuses(Usage.class, payload);
	}

	@Test
	void messagesNameKnownPropertiesOnly() {
		byte[] bytes = "{\"input\":1,\"output\":\"canary\",\"cached\":2}".getBytes(StandardCharsets.UTF_8);
		assertThatExceptionOfType(CodecException.class)
			.isThrownBy(() -> this.codecs.forType(Usage.class).decode(bytes, 0, bytes.length))
			.withMessage("The stored bytes are not a value of Usage: MismatchedInputException at output");
		byte[] mapped = "{\"canary\":{\"input\":true}}".getBytes(StandardCharsets.UTF_8);
		assertThatExceptionOfType(CodecException.class)
			.isThrownBy(() -> this.codecs.forType(new TypeReference<Map<String, Usage>>() {
			}.getType()).decode(mapped, 0, mapped.length))
			.withMessageEndingWith("at ?.input");
	}

	@Test
	@Fault("E1")
	void textMustBeUtf8() throws CodecException {
		ResponseCodec codec = this.codecs.forType(String.class);
		for (byte[] bytes : new byte[][] { { (byte) 0xff }, { 'a', (byte) 0xc3 }, { (byte) 0xed, (byte) 0xa0, -128 },
				{ (byte) 0xc0, (byte) 0x80 } }) {
			assertThatExceptionOfType(CodecException.class).isThrownBy(() -> codec.decode(bytes, 0, bytes.length));
		}
		byte[] replacement = "a\uFFFDb".getBytes(StandardCharsets.UTF_8);
		assertThat(codec.decode(replacement, 0, replacement.length)).isEqualTo("a\uFFFDb");
	}

	@Test
	void aConstructorThatThrowsIsBadBytesNotAnError() {
		refuses(Immutable.class, "{\"text\":\"canary\",\"pages\":null}");
	}

	@Test
	@Fault("E1")
	void randomAndDamagedBytesAreValuesOrRefused(Seen seen) throws CodecException {
		Random random = new Random(20261121);
		byte[] good = this.codecs.forType(Answer.class).encode(AcceptedValueTypesTests.answer());
		List<Type> types = Stream.concat(jsonTypes(), Stream.of(String.class, JsonNode.class, char.class)).toList();
		int refused = 0;
		for (int i = 0; i < 20_000; i++) {
			boolean damaged = i % 2 == 0;
			Type type = damaged ? Answer.class : types.get(random.nextInt(types.size()));
			byte[] bytes = damaged ? damage(good, random) : noise(random);
			refused += decodes(type, bytes) ? 0 : 1;
		}
		assertThat(refused).isGreaterThan(10_000);
		seen.that("20 000 random and damaged payloads: values or refused, 0 errors");
	}

	private boolean decodes(Type type, byte[] bytes) {
		ResponseCodec codec = this.codecs.forType(type);
		try {
			assertThat(codec.decode(bytes, 0, bytes.length)).isNotNull();
			return true;
		}
		catch (CodecException ex) {
			return false;
		}
	}

	private static byte[] damage(byte[] good, Random random) {
		byte[] bytes = Arrays.copyOf(good, (random.nextInt(4) == 0) ? random.nextInt(good.length) : good.length);
		for (int i = random.nextInt(3); i >= 0 && bytes.length > 0; i--) {
			bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
		}
		return bytes;
	}

	private static byte[] noise(Random random) {
		byte[] bytes = new byte[random.nextInt(40)];
		String json = "{}[]\",:0123456789.eE-+truefalsn\\u \n";
		boolean plausible = random.nextBoolean();
		for (int i = 0; i < bytes.length; i++) {
			bytes[i] = plausible ? (byte) json.charAt(random.nextInt(json.length())) : (byte) random.nextInt();
		}
		return bytes;
	}

}
