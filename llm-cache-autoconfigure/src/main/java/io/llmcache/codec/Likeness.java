package io.llmcache.codec;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Compares a value with its copy, component by component. {@code equals} would not do: of
 * records with arrays it says that copies differ, of classes without their own it knows
 * nothing, of others it may overlook fields. Objects are alike when their classes are the
 * same and their fields alike; collections when their elements are, in order, whatever
 * the collection's class. JSON trees are left to the comparison of bytes, since a number
 * in them may change its Java type but not its text.
 */
final class Likeness {

	private static final ClassValue<List<Field>> STATE = new ClassValue<>() {

		@Override
		protected List<Field> computeValue(Class<?> type) {
			List<Field> fields = new ArrayList<>();
			for (Class<?> owner = type; owner != null && owner != Object.class; owner = owner.getSuperclass()) {
				for (Field field : owner.getDeclaredFields()) {
					if (!Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers())) {
						field.setAccessible(true);
						fields.add(field);
					}
				}
			}
			return fields;
		}

	};

	private Likeness() {
	}

	/**
	 * Where the two differ: classes and fields, nothing of their content.
	 * @param place what the two are
	 * @return null when they are alike
	 */
	@SuppressWarnings("ReferenceEquality")
	static @Nullable String difference(@Nullable Object one, @Nullable Object other, String place) {
		if (one == other || (one instanceof JsonNode && other instanceof JsonNode)) {
			return null;
		}
		if (one == null || other == null) {
			return place;
		}
		if (one instanceof Collection<?> some && other instanceof Collection<?> others) {
			return ofElements(some, others, place);
		}
		if (one instanceof Map<?, ?> some && other instanceof Map<?, ?> others) {
			String difference = ofElements(some.keySet(), others.keySet(), place);
			return (difference != null) ? difference : ofElements(some.values(), others.values(), place);
		}
		if (one instanceof Optional<?> some && other instanceof Optional<?> another) {
			return difference(some.orElse(null), another.orElse(null), place);
		}
		if (one.getClass().isArray() && other.getClass().isArray()) {
			return ofElements(elements(one), elements(other), place);
		}
		if (one.getClass() != other.getClass()) {
			return place;
		}
		if (one instanceof Enum<?> || ValueTypes.isJdk(one.getClass())) {
			return one.equals(other) ? null : place;
		}
		return ofFields(one, other);
	}

	private static @Nullable String ofElements(Collection<?> some, Collection<?> others, String place) {
		if (some.size() != others.size()) {
			return place;
		}
		Iterator<?> other = others.iterator();
		for (Object one : some) {
			String difference = difference(one, other.next(), place);
			if (difference != null) {
				return difference;
			}
		}
		return null;
	}

	private static List<?> elements(Object array) {
		if (array instanceof Object[] elements) {
			return Arrays.asList(elements);
		}
		List<Object> elements = new ArrayList<>();
		for (int i = 0; i < Array.getLength(array); i++) {
			elements.add(Array.get(array, i));
		}
		return elements;
	}

	private static @Nullable String ofFields(Object one, Object other) {
		for (Field field : STATE.get(one.getClass())) {
			try {
				String difference = difference(field.get(one), field.get(other),
						field.getDeclaringClass().getSimpleName() + "." + field.getName());
				if (difference != null) {
					return difference;
				}
			}
			catch (IllegalAccessException ex) {
				throw new IllegalStateException(ex);
			}
		}
		return null;
	}

}
