package io.llmcache.key;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Keys of methods of test classes, found by name.
 */
final class KeyTestMethods {

	private KeyTestMethods() {
	}

	static KeyScheme scheme() {
		return new KeyScheme(Digester.sha256(), List.of(), List.of(), null);
	}

	static Method method(Class<?> type, String name) {
		return Arrays.stream(type.getDeclaredMethods())
			.filter((method) -> method.getName().equals(name) && !method.isBridge())
			.findFirst()
			.orElseThrow();
	}

	static OperationSpec spec(Class<?> type, String method, Policies policies) {
		return new OperationSpec(method(type, method), type, "", "", "String", policies.policy(), false, false);
	}

	static OperationKeys keys(Class<?> type, String method) {
		return keys(type, method, Policies.STANDARD);
	}

	static OperationKeys keys(Class<?> type, String method, Policies policies) {
		return scheme().forMethod(spec(type, method, policies));
	}

	static Keyed keyed(OperationKeys keys, @Nullable Object... arguments) {
		return keys.key(arguments, Given.NOTHING);
	}

	static CacheKey key(OperationKeys keys, @Nullable Object... arguments) {
		Keyed keyed = keyed(keys, arguments);
		if (keyed instanceof CacheKey key) {
			return key;
		}
		throw new AssertionError("No key: " + keyed);
	}

	static Digest digest(OperationKeys keys, @Nullable Object... arguments) {
		return key(keys, arguments).digest();
	}

	static Keyed.None none(OperationKeys keys, @Nullable Object... arguments) {
		Keyed keyed = keyed(keys, arguments);
		if (keyed instanceof Keyed.None none) {
			return none;
		}
		throw new AssertionError("A key: " + keyed);
	}

	/**
	 * The digest of a request with one argument of any type.
	 */
	static Digest digest(@Nullable Object argument) {
		return digest(Anything.KEYS, argument);
	}

	static Keyed.None none(@Nullable Object argument) {
		return none(Anything.KEYS, argument);
	}

	/**
	 * A method that takes anything.
	 */
	static class Anything {

		static final OperationKeys KEYS = keys(Anything.class, "answer");

		String answer(Object thing) {
			return "";
		}

	}

}
