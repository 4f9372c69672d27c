package io.llmcache.key;

import java.net.URI;
import java.util.UUID;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;

/**
 * Tenants as text.
 */
final class Tenants {

	private Tenants() {
	}

	/**
	 * Whether the text of a type's values tells them apart.
	 * @param type a declared type
	 */
	static boolean mayName(Class<?> type) {
		Class<?> boxed = ClassUtils.resolvePrimitiveIfNecessary(type);
		return boxed.isAssignableFrom(String.class) || names(boxed);
	}

	private static boolean names(Class<?> type) {
		return CharSequence.class.isAssignableFrom(type) || Number.class.isAssignableFrom(type)
				|| Enum.class.isAssignableFrom(type) || type == UUID.class || type == URI.class
				|| type == Character.class;
	}

	/**
	 * The text of a tenant; null when there is none.
	 * @throws Unkeyable when the value has no text that could be relied on
	 */
	static @Nullable String name(@Nullable Object tenant) {
		if (tenant == null) {
			return null;
		}
		if (!names(tenant.getClass())) {
			throw new Unkeyable(tenant.getClass().getName() + " does not name a tenant. Pass the tenant's id as text");
		}
		String name = (tenant instanceof Enum<?> constant) ? constant.name() : tenant.toString();
		return name.isBlank() ? null : name;
	}

}
