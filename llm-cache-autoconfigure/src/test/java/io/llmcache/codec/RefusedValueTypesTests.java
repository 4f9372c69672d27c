package io.llmcache.codec;

import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.stream.Stream;

import io.llmcache.codec.Answers.Animal;
import io.llmcache.codec.Answers.ByClass;
import io.llmcache.codec.Answers.ByMember;
import io.llmcache.codec.Answers.Hiding;
import io.llmcache.codec.Answers.HidingRecord;
import io.llmcache.codec.Answers.Holder;
import io.llmcache.codec.Answers.Inner;
import io.llmcache.codec.Answers.Leaky;
import io.llmcache.codec.Answers.Named2;
import io.llmcache.codec.Answers.Open;
import io.llmcache.codec.Answers.OpenMap;
import io.llmcache.codec.Answers.Page;
import io.llmcache.codec.Answers.Result;
import io.llmcache.codec.Answers.Shape;
import io.llmcache.codec.Answers.TokenUsage;
import io.llmcache.codec.Answers.Twins;
import io.llmcache.codec.Answers.Uncreatable;
import io.llmcache.codec.Answers.Unsealed;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.annotation.AnnotationDescription;
import io.llmcache.test.Fault;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.core.type.TypeReference;

import org.springframework.core.io.Resource;
import org.springframework.http.ResponseEntity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * What cannot be stored is refused by its type alone, with what to do instead.
 */
class RefusedValueTypesTests {

	private static final String DECLARE = "Declare the concrete type.";

	private static final String SEAL = "Declare the concrete type, or make it sealed.";

	private static final String COLLECT = "Collect it inside the method and return the whole answer.";

	private static final String INSIDE = "Annotate the method that returns the value inside.";

	private static final String PLAIN = "Use text, a number, a type of java.time, or a record of these.";

	private static final String CREATE = "Make it a record, or give it a constructor without arguments and fields "
			+ "that are not final, or a @JsonCreator that takes every property.";

	private final ResponseCodecs codecs = new ResponseCodecs(List.of());

	private static Type type(TypeReference<?> reference) {
		return reference.getType();
	}

	static Stream<Arguments> open() {
		return Stream.of(arguments(void.class, "the value type is void", "Annotate a method that returns the answer."),
				arguments(Void.class, "the value type is void", "Annotate a method that returns the answer."),
				arguments(Object.class, "the value type is Object", DECLARE),
				arguments(List.class, "the value type is Object", DECLARE),
				arguments(Object[].class, "the value type is Object", DECLARE),
				arguments(Page.class, "Page.first is Object", DECLARE), arguments(type(new TypeReference<List<?>>() {
				}), "the value type holds the wildcard ?", DECLARE),
				arguments(type(new TypeReference<Map<String, List<? extends Animal>>>() {
				}), "the wildcard ? extends", DECLARE),
				arguments(Page.class.getTypeParameters()[0], "the type variable T", DECLARE),
				arguments(Open.class, "Open.extra is Object", DECLARE),
				arguments(OpenMap.class, "OpenMap.extra is Object", DECLARE),
				arguments(Unsealed.class, "Answers$Unsealed, which anything may implement", SEAL),
				arguments(Number.class, "java.lang.Number, which has no stored form", PLAIN),
				arguments(CharSequence.class, "java.lang.CharSequence, which has no stored form", PLAIN),
				arguments(Class.class, "java.lang.Class, which has no stored form", PLAIN),
				arguments(ProcessBuilder.class, "java.lang.ProcessBuilder, which has no stored form", PLAIN),
				arguments(IllegalStateException.class, "IllegalStateException, which has no stored form", PLAIN),
				arguments(Thread.State[].class, "java.lang.Thread$State, which has no stored form", PLAIN),
				arguments(HashMap.class, "java.util.HashMap, a container", "Declare it as a List, Set or Map."),
				arguments(type(new TypeReference<Map<Integer, String>>() {
				}), "a map with keys of java.lang.Integer", "Use String or an enum as the key of the map."));
	}

	static Stream<Arguments> notValues() {
		return Stream.of(arguments(InputStream.class, "java.io.InputStream, which is not a value", COLLECT),
				arguments(Holder.class, "Holder.streams is java.io.InputStream", COLLECT),
				arguments(Resource.class, "Resource, which is not a value", COLLECT),
				arguments(type(new TypeReference<Stream<String>>() {
				}), "java.util.stream.Stream, which is not a value", COLLECT),
				arguments(type(new TypeReference<Iterator<String>>() {
				}), "java.util.Iterator, which is not a value", COLLECT),
				arguments(type(new TypeReference<Future<String>>() {
				}), "java.util.concurrent.Future, which is not a value", INSIDE),
				arguments(type(new TypeReference<CompletableFuture<String>>() {
				}), "java.util.concurrent.CompletableFuture, which is not a value", INSIDE),
				arguments(type(new TypeReference<Publisher<String>>() {
				}), "org.reactivestreams.Publisher, which is not a value", INSIDE),
				arguments(type(new TypeReference<Mono<String>>() {
				}), "reactor.core.publisher.Mono, which is not a value", INSIDE),
				arguments(type(new TypeReference<Flux<String>>() {
				}), "reactor.core.publisher.Flux, which is not a value", INSIDE),
				arguments(type(new TypeReference<Flow.Publisher<String>>() {
				}), "Flow$Publisher, which is not a value", INSIDE),
				arguments(type(new TypeReference<ResponseEntity<String>>() {
				}), "org.springframework.http.ResponseEntity, which is not a value",
						"Annotate a method that returns the body, and wrap it behind the cache."));
	}

	static Stream<Arguments> lossy() {
		return Stream.of(
				arguments(TokenUsage.class, "the property TokenUsage.input can be written but not read back", CREATE),
				arguments(Uncreatable.class, "Answers$Uncreatable, which cannot be created", CREATE),
				arguments(Hiding.class, "the field Hiding.secret is kept out of JSON", "Remove what hides it"),
				arguments(HidingRecord.class, "the field HidingRecord.secret is kept out of JSON",
						"Remove what hides it"),
				arguments(Inner.class, "which cannot be made without its outer object",
						"Make it a record or a static class."),
				arguments(Leaky.class, "a sealed hierarchy that io.llmcache.codec.Answers$Leak opens again",
						"Make that type sealed or final."),
				arguments(Twins.class, "are called Twin", "Rename one of them, or give it a @JsonTypeName."),
				arguments(type(new TypeReference<Result<List<Shape>>>() {
				}), "a sealed type with another as its type argument", "Put the inner one into a record"));
	}

	static Stream<Arguments> namingClasses() {
		String remedy = "Make the type sealed and remove the annotation.";
		return Stream.of(arguments(Named2.class, "the value type is marked to be read as whatever class", remedy),
				arguments(ByClass.class, "the value type is marked to be read as whatever class", remedy),
				arguments(ByMember.class, "ByMember.usage is marked to be read as whatever class", remedy),
				arguments(type(new TypeReference<Map<String, Set<Named2>>>() {
				}), "the value type is marked to be read as whatever class", remedy));
	}

	@ParameterizedTest
	@Fault("E7")
	@MethodSource({ "open", "notValues", "lossy", "namingClasses" })
	void isRefusedWithARemedy(Type type, String problem, String remedy) {
		assertThatExceptionOfType(UnsupportedValueTypeException.class).isThrownBy(() -> this.codecs.forType(type))
			.satisfies((ex) -> {
				assertThat(ex.problem()).contains(problem).doesNotEndWith(".");
				assertThat(ex.remedy()).startsWith(remedy).endsWith(".");
				assertThat(ex).hasMessage(ex.problem() + ". " + ex.remedy()).hasNoCause();
			});
	}

	@Test
	void entitiesAreRefused() {
		for (String name : List.of("jakarta.persistence.Entity", "javax.persistence.Entity")) {
			Class<?> entity = annotatedWith(name);
			isRefusedWithARemedy(entity, "the value type is " + entity.getName() + ", which is not a value",
					"Return a record made of the entity's values.");
		}
	}

	/** The library of that annotation is on nobody's class path here. */
	@SuppressWarnings("unchecked")
	private static Class<?> annotatedWith(String name) {
		ClassLoader loader = RefusedValueTypesTests.class.getClassLoader();
		Class<?> annotation = new ByteBuddy().makeAnnotation()
			.name(name)
			.annotateType(AnnotationDescription.Builder.ofType(Retention.class)
				.define("value", RetentionPolicy.RUNTIME)
				.build())
			.make()
			.load(loader)
			.getLoaded();
		return new ByteBuddy().subclass(Object.class)
			.name("com.example.Row")
			.annotateType(AnnotationDescription.Builder.ofType((Class<? extends Annotation>) annotation).build())
			.make()
			.load(annotation.getClassLoader())
			.getLoaded();
	}

	@Test
	void aTypeIsRefusedEachTimeItIsAskedFor() {
		for (int i = 0; i < 2; i++) {
			assertThatExceptionOfType(UnsupportedValueTypeException.class)
				.isThrownBy(() -> this.codecs.forType(Open.class));
		}
	}

}
