package io.llmcache.codec;

import java.lang.reflect.Type;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

import io.llmcache.codec.Answers.Animal;
import io.llmcache.codec.Answers.Dog;
import io.llmcache.codec.Answers.Lists;
import io.llmcache.codec.Answers.Pair;
import io.llmcache.codec.Answers.Shouting;
import io.llmcache.codec.Answers.Tree;
import io.llmcache.codec.Answers.Usage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A value is stored whole or not at all, and whole values are not turned away.
 */
class FaithfulnessTests {

	private static final String CANARY = "canary";

	private final ResponseCodecs codecs = new ResponseCodecs(List.of());

	private void refuses(Type type, Object value, String message) {
		assertThatExceptionOfType(CodecException.class).isThrownBy(() -> this.codecs.forType(type).encode(value))
			.withMessageContaining(message)
			.withNoCause()
			.satisfies((ex) -> assertThat(ex.getMessage()).doesNotContain(CANARY));
	}

	@Test
	void halfACharacterIsRefused() {
		refuses(String.class, CANARY + "\ud83d", "half of a surrogate pair");
		refuses(String.class, "\ude00" + CANARY, "half of a surrogate pair");
	}

	@Test
	void halfACharacterSurvivesInJsonAsAnEscape() {
		accepts(Tree.class, new Tree("a\ud83d", List.of(new Tree("\ude00b", List.of()))));
		accepts(char.class, '\ud83d');
	}

	@Test
	void aSubclassThatWouldComeBackAsItsParentIsRefused() throws CodecException {
		assertThatCode(() -> this.codecs.forType(Animal.class).encode(new Animal())).doesNotThrowAnyException();
		refuses(Animal.class, new Dog(), "Animal differs");
		refuses(Pair.class, new Pair(new Animal(), new Dog()), "Pair.other differs");
		refuses(new TypeReference<List<Animal>>() {
		}.getType(), List.of(new Animal(), new Dog()), "List differs");
	}

	@Test
	void aFieldOfASubclassIsNotLostSilently() {
		Animal animal = new Animal() {
			String secret = CANARY;

			@Override
			public String getName() {
				return this.secret;
			}
		};
		refuses(Animal.class, animal, "Animal differs");
		refuses(Pair.class, new Pair(animal, null), "A value of Pair can be written but not read back");
	}

	@Test
	void aConstructorThatAltersItsArgumentsIsSeen() throws CodecException {
		refuses(Shouting.class, new Shouting(CANARY), "Shouting.text differs");
	}

	@Test
	void nullInPlaceOfAnEmptyOptionalIsRefused() {
		@SuppressWarnings({ "NullAway", "NullOptional" })
		Lists lists = new Lists(null, null, 1);
		refuses(Lists.class, lists, "Lists.note differs");
	}

	@Test
	void aSortedMapWithAnOrderOfItsOwnIsRefused() {
		TreeMap<String, Integer> map = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
		map.putAll(Map.of("b", 1, "C", 2));
		refuses(new TypeReference<TreeMap<String, Integer>>() {
		}.getType(), map, "TreeMap differs");
	}

	@Test
	void numbersTooLongToBeReadAreRefused() {
		refuses(BigInteger.class, BigInteger.TEN.pow(2_000), "can be written but not read back");
	}

	@Test
	void cyclesAndDepthAreRefused() {
		List<Tree> children = new ArrayList<>();
		Tree tree = new Tree(CANARY, children);
		children.add(tree);
		refuses(Tree.class, tree, "A value of Tree cannot be written");
		Tree deep = new Tree("", List.of());
		for (int i = 0; i < 10_000; i++) {
			deep = new Tree("", List.of(deep));
		}
		refuses(Tree.class, deep, "A value of Tree cannot be written");
	}

	@Test
	void aValueOfAnotherTypeIsRefused() {
		refuses(String.class, 1, "Not a String but a value of java.lang.Integer");
		refuses(byte[].class, CANARY, "Not a byte[] but a value of java.lang.String");
		refuses(Usage.class, new Tree(CANARY, List.of()), "A value of Usage");
		refuses(int.class, CANARY, "A value of int");
	}

	@Test
	void aListOfTheWrongElementsIsRefused() {
		refuses(new TypeReference<List<Usage>>() {
		}.getType(), List.of(CANARY), "A value of List");
		refuses(new TypeReference<List<Integer>>() {
		}.getType(), List.of(1L), "A value of List");
	}

	@Test
	void oneRefusedValueDoesNotSpoilTheNext() throws CodecException {
		refuses(Animal.class, new Dog(), "Animal differs");
		assertThat(this.codecs.forType(Animal.class).encode(new Animal())).isNotEmpty();
	}

	@Test
	void wholeValuesAreNotTurnedAway() {
		List<@Nullable String> nulls = Arrays.asList(null, "", null);
		accepts(Lists.class, new Lists(nulls, Optional.of(""), Double.NaN));
		accepts(Lists.class, new Lists(null, Optional.empty(), -0.0));
		accepts(new TypeReference<Set<String>>() {
		}.getType(), manyStrings());
		ObjectNode node = JsonNodeFactory.instance.objectNode().put("d", 1.5).put("f", 0.1f).put("i", 1).put("l", 1L);
		accepts(JsonNode.class, node.put("s", (short) 1).putNull("n"));
		accepts(JsonNode.class, JsonMapper.shared().readTree("[1.10,1e400,{\"\":[]}]"));
	}

	private static Set<String> manyStrings() {
		Set<String> strings = new HashSet<>(4096);
		for (int i = 0; i < 500; i++) {
			strings.add("s" + i * 31);
		}
		return strings;
	}

	private void accepts(Type type, Object value) {
		assertThatCode(() -> this.codecs.forType(type).encode(value)).doesNotThrowAnyException();
	}

}
