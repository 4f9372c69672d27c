package io.llmcache.codec;

import java.io.InputStream;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.annotation.JsonValue;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.annotation.JsonDeserialize;
import tools.jackson.databind.annotation.JsonPOJOBuilder;

/**
 * Value types as users write them.
 */
final class Answers {

	private Answers() {
	}

	enum Mood {

		CALM,

		ANGRY {
			@Override
			public String toString() {
				return "!!";
			}
		}

	}

	record Usage(int input, long output, @Nullable Integer cached) {

	}

	@SuppressWarnings("ArrayRecordComponent")
	record Answer(String text, Usage usage, Mood mood, List<String> sources, Optional<String> note,
			Map<String, Double> scores, double[] vector, byte[] image, Instant at, LocalDate day, UUID id,
			BigDecimal price, BigInteger big, @Nullable JsonNode raw, Set<Mood> moods, char letter) {

	}

	record Page<T>(List<T> items, Optional<T> first) {

	}

	record Tree(String name, List<Tree> children) {

	}

	record Nothing() {

	}

	sealed interface Shape permits Circle, Polygon, Unknown {

	}

	record Circle(double radius) implements Shape {

	}

	sealed interface Polygon extends Shape permits Square, Triangle {

	}

	@JsonTypeName("quad")
	record Square(double side) implements Polygon {

	}

	record Triangle(double a, double b, double c) implements Polygon {

	}

	record Unknown() implements Shape {

	}

	record Drawing(Shape main, List<Shape> rest, Map<String, Shape> named, @Nullable Circle circle) {

	}

	sealed interface Result<T> permits Ok, Err {

	}

	record Ok<T>(T value) implements Result<T> {

	}

	record Err<T>(String reason) implements Result<T> {

	}

	static sealed class Account permits Savings {

		String owner = "";

	}

	static final class Savings extends Account {

		double interest;

	}

	static class Animal {

		private String name = "";

		private int legs;

		public String getName() {
			return this.name;
		}

		public void setName(String name) {
			this.name = name;
		}

		public int getLegs() {
			return this.legs;
		}

		public void setLegs(int legs) {
			this.legs = legs;
		}

		/** Computed: a mapper that writes by getters could not read it back. */
		public boolean isQuadruped() {
			return this.legs == 4;
		}

	}

	static class Dog extends Animal {

	}

	static final class Immutable {

		private final String text;

		private final List<Integer> pages;

		@JsonCreator
		Immutable(@JsonProperty("text") String text, @JsonProperty("pages") List<Integer> pages) {
			this.text = text;
			this.pages = new ArrayList<>(pages);
		}

		String text() {
			return this.text;
		}

		List<Integer> pages() {
			return this.pages;
		}

	}

	/** Read by the name of its only constructor's parameters. */
	static final class Named {

		private final String text;

		private final int score;

		public Named(String text, int score) {
			this.text = text;
			this.score = score;
		}

		String text() {
			return this.text + this.score;
		}

	}

	@JsonDeserialize(builder = Built.Builder.class)
	static final class Built {

		private final String text;

		private Built(String text) {
			this.text = text;
		}

		String text() {
			return this.text;
		}

		@JsonPOJOBuilder(withPrefix = "")
		static final class Builder {

			private String text = "";

			Builder text(String text) {
				this.text = text;
				return this;
			}

			Built build() {
				return new Built(this.text);
			}

		}

	}

	record Wrapper(@JsonValue String value) {

	}

	/** Annotations made for a browser, which must not trim what is stored. */
	record Trimmed(@JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String note,
			@JsonFormat(pattern = "yyyy", timezone = "UTC") Instant at, @JsonProperty("renamed") int count) {

	}

	/** As LangChain4j's: reads back "fine", without its numbers. */
	static class TokenUsage {

		private final @Nullable Integer input;

		TokenUsage() {
			this(null);
		}

		TokenUsage(@Nullable Integer input) {
			this.input = input;
		}

		@Nullable Integer inputTokenCount() {
			return this.input;
		}

	}

	static class Hiding {

		String text = "";

		@JsonIgnore
		String secret = "";

	}

	record HidingRecord(String text, @JsonIgnore String secret) {

	}

	static class Transient {

		String text = "";

		transient int cachedHash;

	}

	static final class Uncreatable {

		String text;

		Uncreatable(String text, Object helper) {
			this.text = text + helper;
		}

	}

	record Shouting(String text) {

		Shouting {
			text = text.trim() + "!";
		}

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
	record Named2(String text) {

	}

	@JsonTypeInfo(use = JsonTypeInfo.Id.MINIMAL_CLASS)
	sealed interface ByClass permits ByClassOne {

	}

	record ByClassOne(String text) implements ByClass {

	}

	record ByMember(@JsonTypeInfo(use = JsonTypeInfo.Id.CLASS) Usage usage) {

	}

	record Open(String text, Object extra) {

	}

	record OpenMap(Map<String, Object> extra) {

	}

	sealed interface Leaky permits Leak {

	}

	non-sealed interface Leak extends Leaky {

	}

	sealed interface Twins permits Left.Twin, Right.Twin {

	}

	static final class Left {

		record Twin() implements Twins {

		}

	}

	static final class Right {

		record Twin() implements Twins {

		}

	}

	interface Unsealed {

	}

	record Holder(List<Optional<InputStream>> streams) {

	}

	record Lists(@Nullable List<@Nullable String> list, Optional<String> note, double number) {

	}

	record Pair(Animal one, @Nullable Animal other) {

	}

	/** A payload that names this class must not run this. */
	static final class Trap {

		static int made;

		String text = "";

		Trap() {
			made++;
		}

	}

	@SuppressWarnings("ClassCanBeStatic")
	class Inner {

		String text = "";

	}

}
