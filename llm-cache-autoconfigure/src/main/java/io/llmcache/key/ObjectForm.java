package io.llmcache.key;

import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Objects of a user's class, by the values of their instance fields. Not by their
 * getters, which may compute, load or throw; and not by what {@code equals} looks at,
 * which is often an id.
 */
final class ObjectForm implements Form {

	private static final String OTHERWISE = ", set key= to what tells the requests apart, "
			+ "or provide an ArgumentEncoder bean";

	private final Digest type;

	private final Field[] fields;

	private ObjectForm(Digest type, Field[] fields) {
		this.type = type;
		this.fields = fields;
	}

	/**
	 * The form of a user's class, or why it has none.
	 */
	static Form of(Class<?> type, Digester digester) {
		List<Field> fields = new ArrayList<>();
		for (Class<?> owner = type; owner != Object.class && owner != Record.class; owner = owner.getSuperclass()) {
			if (!Refusals.isUserType(owner)) {
				return new Refusal(type.getName() + " inherits from " + owner.getName() + ", whose state is unknown",
						"Pass a record with what matters" + OTHERWISE);
			}
			for (Field field : owner.getDeclaredFields()) {
				if (Modifier.isStatic(field.getModifiers()) || Modifier.isTransient(field.getModifiers())) {
					continue;
				}
				if (field.isSynthetic()) {
					return new Refusal(type.getName() + " carries the object around it",
							"Make it a record or a static class" + OTHERWISE);
				}
				fields.add(field);
			}
		}
		if (fields.isEmpty() && !isConstant(type)) {
			return new Refusal(type.getName() + " has no fields that tell its objects apart",
					"Pass what the answer depends on, mark the parameter @LlmIgnore when it depends on nothing in it"
							+ OTHERWISE);
		}
		return of(type, fields, digester);
	}

	private static Form of(Class<?> type, List<Field> fields, Digester digester) {
		try {
			fields.forEach((field) -> field.setAccessible(true));
		}
		catch (InaccessibleObjectException ex) {
			return new Refusal(
					type.getName() + " lies in a package that module " + type.getModule().getName() + " does not open",
					"Add 'opens " + type.getPackageName() + "' to the module" + OTHERWISE);
		}
		// Reflection gives fields in no particular order.
		fields.sort(Comparator.comparing(Field::getName).thenComparing((field) -> field.getDeclaringClass().getName()));
		Feed feed = digester.feed(Tag.FIELDS, Long.MAX_VALUE, 256);
		feed.text(type.getName());
		for (Field field : fields) {
			feed.text(field.getDeclaringClass().getName());
			feed.text(field.getName());
		}
		return new ObjectForm(feed.finish(), fields.toArray(Field[]::new));
	}

	// Without fields, but with a meaning: a record, or what Kotlin calls an object.
	private static boolean isConstant(Class<?> type) {
		if (type.isRecord()) {
			return true;
		}
		for (Field field : type.getDeclaredFields()) {
			if (field.getName().equals("INSTANCE") && field.getType() == type
					&& Modifier.isStatic(field.getModifiers())) {
				return Modifier.isFinal(type.getModifiers());
			}
		}
		return false;
	}

	/**
	 * The fields that count.
	 */
	List<Field> fields() {
		return List.of(this.fields);
	}

	@Override
	public void write(Object value, Encoding encoding) {
		encoding.enter(value);
		encoding.feed().tag(Tag.DATA);
		encoding.feed().digest(this.type);
		for (Field field : this.fields) {
			try {
				encoding.write(field.get(value));
			}
			catch (IllegalAccessException ex) {
				throw new Unkeyable(
						value.getClass().getName() + " does not let its field " + field.getName() + " be read");
			}
		}
		encoding.leave();
	}

}
