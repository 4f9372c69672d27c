package io.llmcache.codec;

import java.lang.reflect.Array;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Tells answers with nothing in them. An object with empty properties is not empty: what
 * its properties mean is the user's to say ({@code unless}).
 */
final class Emptiness {

	private Emptiness() {
	}

	static Verdict judge(Object value) {
		return isEmpty(value) ? Verdict.EMPTY : Verdict.STORABLE;
	}

	private static boolean isEmpty(@Nullable Object value) {
		if (value == null) {
			return true;
		}
		if (value instanceof CharSequence text) {
			return text.toString().isBlank();
		}
		if (value instanceof Collection<?> collection) {
			return collection.isEmpty();
		}
		if (value instanceof Map<?, ?> map) {
			return map.isEmpty();
		}
		if (value instanceof JsonNode node) {
			return isEmpty(node);
		}
		if (value.getClass().isArray()) {
			return Array.getLength(value) == 0;
		}
		return isEmptyOptional(value);
	}

	private static boolean isEmpty(JsonNode node) {
		if (node.isString()) {
			return node.stringValue().isBlank();
		}
		return node.isNull() || node.isMissingNode() || (node.isContainer() && node.isEmpty());
	}

	private static boolean isEmptyOptional(Object value) {
		if (value instanceof Optional<?> optional) {
			return isEmpty(optional.orElse(null));
		}
		return (value instanceof OptionalInt anInt && anInt.isEmpty())
				|| (value instanceof OptionalLong aLong && aLong.isEmpty())
				|| (value instanceof OptionalDouble aDouble && aDouble.isEmpty());
	}

}
