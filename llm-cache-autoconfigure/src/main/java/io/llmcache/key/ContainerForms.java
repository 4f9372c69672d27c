package io.llmcache.key;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Forms of values that hold others and nothing else. Lists, sets and maps count by what
 * they hold, whatever their class.
 */
final class ContainerForms {

	private ContainerForms() {
	}

	/**
	 * The form of a class that no user wrote; null when it is not one of these.
	 */
	static @Nullable Form of(Class<?> type) {
		if (type.isArray()) {
			return ContainerForms::writeArray;
		}
		if (Map.class.isAssignableFrom(type)) {
			return ContainerForms::writeMap;
		}
		if (Set.class.isAssignableFrom(type)) {
			return ContainerForms::writeSet;
		}
		if (Collection.class.isAssignableFrom(type)) {
			return ContainerForms::writeList;
		}
		if (type == Optional.class) {
			return (value, encoding) -> writeOptional(((Optional<?>) value).orElse(null), encoding);
		}
		if (type == OptionalInt.class) {
			return (value, encoding) -> writeOptional(
					((OptionalInt) value).isPresent() ? ((OptionalInt) value).getAsInt() : null, encoding);
		}
		if (type == OptionalLong.class) {
			return (value, encoding) -> writeOptional(
					((OptionalLong) value).isPresent() ? ((OptionalLong) value).getAsLong() : null, encoding);
		}
		if (type == OptionalDouble.class) {
			return (value, encoding) -> writeOptional(
					((OptionalDouble) value).isPresent() ? ((OptionalDouble) value).getAsDouble() : null, encoding);
		}
		return null;
	}

	private static void writeOptional(@Nullable Object content, Encoding encoding) {
		if (content == null) {
			encoding.feed().tag(Tag.EMPTY);
			return;
		}
		encoding.feed().tag(Tag.PRESENT);
		encoding.write(content);
	}

	private static void writeArray(Object array, Encoding encoding) {
		Feed feed = encoding.feed();
		encoding.enter(array);
		feed.tag(Tag.ARRAY);
		feed.text(array.getClass().getComponentType().getName());
		int length = Array.getLength(array);
		feed.number(length);
		for (int i = 0; i < length; i++) {
			encoding.write(Array.get(array, i));
		}
		encoding.leave();
	}

	private static void writeList(Object value, Encoding encoding) {
		encoding.enter(value);
		encoding.feed().tag(Tag.LIST);
		for (Object element : (Collection<?>) value) {
			encoding.write(element);
		}
		encoding.feed().tag(Tag.END);
		encoding.leave();
	}

	private static void writeSet(Object value, Encoding encoding) {
		encoding.enter(value);
		encoding.feed().tag(Tag.SET);
		List<byte[]> parts = new ArrayList<>();
		for (Object element : (Set<?>) value) {
			parts.add(encoding.part(() -> encoding.write(element)));
		}
		encoding.sorted(parts);
		encoding.leave();
	}

	private static void writeMap(Object value, Encoding encoding) {
		encoding.enter(value);
		encoding.feed().tag(Tag.MAP);
		List<byte[]> parts = new ArrayList<>();
		for (Map.Entry<?, ?> entry : ((Map<?, ?>) value).entrySet()) {
			parts.add(encoding.part(() -> {
				encoding.write(entry.getKey());
				encoding.write(entry.getValue());
			}));
		}
		encoding.sorted(parts);
		encoding.leave();
	}

}
