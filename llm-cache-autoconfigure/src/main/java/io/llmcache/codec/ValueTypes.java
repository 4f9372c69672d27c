package io.llmcache.codec;

import java.lang.reflect.GenericArrayType;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.Month;
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
import java.util.Collection;
import java.util.Currency;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Which types are stored as they are, which are containers, and which are refused, each
 * with its remedy. From the JDK only what is listed here is taken: a name that the bytes
 * supply must never become a class, a host or a file.
 */
final class ValueTypes {

	private static final Set<Class<?>> SCALARS = Set.of(boolean.class, byte.class, short.class, int.class, long.class,
			float.class, double.class, char.class, Boolean.class, Byte.class, Short.class, Integer.class, Long.class,
			Float.class, Double.class, Character.class, String.class, BigDecimal.class, BigInteger.class, UUID.class,
			URI.class, Locale.class, Currency.class, Date.class, Instant.class, LocalDate.class, LocalDateTime.class,
			LocalTime.class, OffsetDateTime.class, OffsetTime.class, ZonedDateTime.class, Duration.class, Period.class,
			Year.class, YearMonth.class, MonthDay.class, DayOfWeek.class, Month.class, ZoneId.class, ZoneOffset.class,
			OptionalInt.class, OptionalLong.class, OptionalDouble.class, JsonNode.class, ObjectNode.class,
			ArrayNode.class);

	// HashSet and HashMap are absent: their order would not survive, so equal values
	// would not have equal bytes. As a Set or Map they come back in the order written.
	private static final Set<Class<?>> COLLECTIONS = Set.of(Collection.class, List.class, ArrayList.class,
			LinkedList.class, Set.class, LinkedHashSet.class, SortedSet.class, NavigableSet.class, TreeSet.class);

	private static final Set<Class<?>> MAPS = Set.of(Map.class, LinkedHashMap.class, SortedMap.class,
			NavigableMap.class, TreeMap.class);

	private static final Set<String> JDK_PACKAGES = Set.of("java.", "javax.", "jdk.", "sun.", "com.sun.");

	// By name: none of them has to be on the class path.
	private static final Map<String, String> REFUSED = refused();

	private ValueTypes() {
	}

	private static Map<String, String> refused() {
		String whole = "Collect it inside the method and return the whole answer.";
		String plain = "Annotate the method that returns the value inside.";
		String body = "Annotate a method that returns the body, and wrap it behind the cache.";
		String entity = "Return a record made of the entity's values.";
		Map<String, String> refused = new LinkedHashMap<>();
		for (String stream : List.of("java.io.InputStream", "java.io.OutputStream", "java.io.Reader", "java.io.Writer",
				"java.util.stream.BaseStream", "java.util.Iterator", "java.util.Enumeration", "java.util.Spliterator",
				"java.nio.channels.Channel", "org.springframework.core.io.InputStreamSource")) {
			refused.put(stream, whole);
		}
		for (String later : List.of("java.util.concurrent.Future", "java.util.concurrent.CompletionStage",
				"java.util.concurrent.Flow$Publisher", "org.reactivestreams.Publisher",
				"kotlinx.coroutines.flow.Flow")) {
			refused.put(later, plain);
		}
		refused.put("org.springframework.http.HttpEntity", body);
		refused.put("jakarta.persistence.Entity", entity);
		refused.put("javax.persistence.Entity", entity);
		return refused;
	}

	static boolean isScalar(Class<?> type) {
		return SCALARS.contains(type);
	}

	static boolean isCollection(Class<?> type) {
		return COLLECTIONS.contains(type);
	}

	static boolean isMap(Class<?> type) {
		return MAPS.contains(type);
	}

	static boolean isMapKey(Class<?> type) {
		return type == String.class || type.isEnum();
	}

	/** Whether a class is the JDK's own, whatever may be done with it. */
	static boolean isJdk(Class<?> type) {
		return JDK_PACKAGES.stream().anyMatch(type.getName()::startsWith);
	}

	/**
	 * Refuses what leaves open which type is meant.
	 */
	static void requireClosed(Type type) {
		if (type instanceof WildcardType || type instanceof TypeVariable<?>) {
			throw new UnsupportedValueTypeException(
					"the value type holds the " + ((type instanceof WildcardType) ? "wildcard " : "type variable ")
							+ type.getTypeName() + ", so that nobody knows what to read back",
					"Declare the concrete type.");
		}
		if (type instanceof ParameterizedType parameterized) {
			for (Type argument : parameterized.getActualTypeArguments()) {
				requireClosed(argument);
			}
		}
		if (type instanceof GenericArrayType array) {
			requireClosed(array.getGenericComponentType());
		}
	}

	/**
	 * Refuses a class that is neither a scalar nor a container and cannot be stored by
	 * its components either.
	 * @param type the class
	 * @param place where it stands in the value type, for the message
	 */
	static void requireStorable(Class<?> type, String place) {
		if (type == void.class || type == Void.class) {
			throw refused(place, "void, so there is no answer to store", "Annotate a method that returns the answer.");
		}
		if (type == Object.class) {
			throw refused(place, "Object, so that nobody knows what to read back", "Declare the concrete type.");
		}
		refuseByName(type, type, place);
		if (Collection.class.isAssignableFrom(type) || Map.class.isAssignableFrom(type)) {
			throw refused(place, type.getTypeName() + ", a container without a stored form",
					"Declare it as a List, Set or Map.");
		}
		if (isJdk(type) || Throwable.class.isAssignableFrom(type)) {
			throw refused(place, type.getTypeName() + ", which has no stored form",
					"Use text, a number, a type of java.time, or a record of these.");
		}
		if (SealedTypes.isSealed(type)) {
			return;
		}
		if (type.isInterface() || Modifier.isAbstract(type.getModifiers())) {
			throw refused(place, type.getTypeName() + ", which anything may implement",
					"Declare the concrete type, or make it sealed.");
		}
	}

	private static void refuseByName(Class<?> type, Class<?> asked, String place) {
		String remedy = REFUSED.get(type.getName());
		for (var annotation : type.getDeclaredAnnotations()) {
			remedy = (remedy != null) ? remedy : REFUSED.get(annotation.annotationType().getName());
		}
		if (remedy != null) {
			throw refused(place, asked.getTypeName() + ", which is not a value", remedy);
		}
		for (Class<?> parent : type.getInterfaces()) {
			refuseByName(parent, asked, place);
		}
		if (type.getSuperclass() != null) {
			refuseByName(type.getSuperclass(), asked, place);
		}
	}

	static UnsupportedValueTypeException refused(String place, String what, String remedy) {
		return new UnsupportedValueTypeException(place + " is " + what, remedy);
	}

}
