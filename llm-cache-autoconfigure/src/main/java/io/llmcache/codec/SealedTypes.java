package io.llmcache.codec;

import java.lang.reflect.Modifier;
import java.util.SortedMap;
import java.util.TreeMap;

import com.fasterxml.jackson.annotation.JsonTypeName;

/**
 * The closed list of names under which the concrete classes of a sealed type are stored:
 * their simple names, or what {@link JsonTypeName} says. A stored name is only ever
 * looked up in that list.
 */
final class SealedTypes {

	private SealedTypes() {
	}

	/**
	 * Whether a type is sealed; an enum whose constants have bodies is not meant.
	 */
	static boolean isSealed(Class<?> type) {
		return type.isSealed() && !type.isEnum();
	}

	static String name(Class<?> type) {
		JsonTypeName name = type.getDeclaredAnnotation(JsonTypeName.class);
		return (name != null && !name.value().isEmpty()) ? name.value() : type.getSimpleName();
	}

	/**
	 * The concrete classes of a sealed type by name.
	 * @throws UnsupportedValueTypeException when the hierarchy is open or a name is not
	 * unique in it
	 */
	static SortedMap<String, Class<?>> byName(Class<?> sealed) {
		SortedMap<String, Class<?>> classes = new TreeMap<>();
		collect(sealed, classes);
		return classes;
	}

	private static void collect(Class<?> type, SortedMap<String, Class<?>> classes) {
		if (!Modifier.isAbstract(type.getModifiers()) || type.isEnum()) {
			Class<?> other = classes.put(name(type), type);
			if (other != null && other != type) {
				throw new UnsupportedValueTypeException(
						"the value type holds a sealed hierarchy in which both " + other.getTypeName() + " and "
								+ type.getTypeName() + " are called " + name(type),
						"Rename one of them, or give it a @JsonTypeName.");
			}
		}
		else if (!isSealed(type)) {
			throw new UnsupportedValueTypeException(
					"the value type holds a sealed hierarchy that " + type.getTypeName() + " opens again",
					"Make that type sealed or final.");
		}
		if (isSealed(type)) {
			for (Class<?> permitted : type.getPermittedSubclasses()) {
				collect(permitted, classes);
			}
		}
	}

}
