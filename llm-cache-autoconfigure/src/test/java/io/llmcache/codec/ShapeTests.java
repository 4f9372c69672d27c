package io.llmcache.codec;

import java.lang.reflect.Type;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

import io.llmcache.codec.Answers.Account;
import io.llmcache.codec.Answers.Animal;
import io.llmcache.codec.Answers.Answer;
import io.llmcache.codec.Answers.Built;
import io.llmcache.codec.Answers.Mood;
import io.llmcache.codec.Answers.Page;
import io.llmcache.codec.Answers.Result;
import io.llmcache.codec.Answers.Shape;
import io.llmcache.codec.Answers.Tree;
import io.llmcache.codec.Answers.Usage;
import io.llmcache.codec.Answers.Wrapper;
import io.llmcache.test.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.type.TypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * The shape is part of every key: a change here throws away what users have stored.
 */
class ShapeTests {

	private final ResponseCodecs codecs = new ResponseCodecs(List.of());

	static Stream<Arguments> fixed() {
		return Stream.of(arguments(String.class, "text1"), arguments(byte[].class, "bytes1"),
				arguments(int.class, "json1:int"), arguments(Mood.class, "json1:enum{ANGRY,CALM}"),
				arguments(Usage.class, "json1:{cached:Integer,input:int,output:long}"),
				arguments(Tree.class, "json1:{children:List<#0>,name:String}"),
				arguments(Animal.class, "json1:{legs:int,name:String}"), arguments(Built.class, "json1:{text:String}"),
				arguments(Wrapper.class, "json1:value(String)"),
				arguments(Shape.class,
						"json1:sealed{Circle={radius:double},Triangle={a:double,b:double,c:double},"
								+ "Unknown={},quad={side:double}}"),
				arguments(Account.class, "json1:sealed{Account={owner:String},Savings={interest:double,owner:String}}"),
				arguments(new TypeReference<Result<Usage>>() {
				}.getType(), "json1:sealed{Err={reason:String},Ok={value:{cached:Integer,input:int,output:long}}}"),
				arguments(new TypeReference<Map<String, Page<Optional<Usage[]>>>>() {
				}.getType(),
						"json1:Map<String,{first:Optional<Optional<{cached:Integer,input:int,output:long}[]>>,"
								+ "items:List<Optional<#1[]>>}>"),
				arguments(Answer.class,
						"json1:{at:Instant,big:BigInteger,day:LocalDate,id:UUID,image:byte[],letter:char,"
								+ "mood:enum{ANGRY,CALM},moods:Set<#1>,note:Optional<String>,price:BigDecimal,"
								+ "raw:JsonNode,scores:Map<String,Double>,sources:List<String>,text:String,"
								+ "usage:{cached:Integer,input:int,output:long},vector:double[]}"));
	}

	@ParameterizedTest
	@MethodSource("fixed")
	void isTheSameInEveryJvm(Type type, String shape) {
		assertThat(this.codecs.forType(type).shape()).isEqualTo(shape);
	}

	private String shape(Class<?> type) {
		return this.codecs.forType(type).shape();
	}

	@Test
	@Fault("E2")
	void changesWithTheNameTheTypeAndTheNumberOfComponents() {
		assertThat(shape(Base.class)).isNotEqualTo(shape(Renamed.class))
			.isNotEqualTo(shape(Retyped.class))
			.isNotEqualTo(shape(Boxed.class))
			.isNotEqualTo(shape(More.class));
	}

	@Test
	@Fault("E2")
	void changesDeepInside() {
		assertThat(shape(Base[].class)).isNotEqualTo(shape(Renamed[].class));
		assertThat(this.codecs.forType(new TypeReference<List<Base>>() {
		}.getType()).shape()).isNotEqualTo(this.codecs.forType(new TypeReference<List<More>>() {
		}.getType()).shape());
	}

	@Test
	void staysWhenComponentsMoveOrTheTypeIsRenamed() {
		assertThat(shape(Base.class)).isEqualTo(shape(Reordered.class));
	}

	@Test
	void theSameJsonIsReadAfterComponentsMoved() throws CodecException {
		byte[] bytes = this.codecs.forType(Base.class).encode(new Base("t", 1));
		assertThat(this.codecs.forType(Reordered.class).decode(bytes, 0, bytes.length))
			.isEqualTo(new Reordered(1, "t"));
	}

	record Base(String text, int score) {

	}

	record Renamed(String text, int points) {

	}

	record Retyped(String text, long score) {

	}

	record Boxed(String text, Integer score) {

	}

	record More(String text, int score, boolean sure) {

	}

	record Reordered(int score, String text) {

	}

}
