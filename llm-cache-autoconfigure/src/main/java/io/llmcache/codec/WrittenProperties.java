package io.llmcache.codec;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.BeanPropertyDefinition;

/**
 * What is written of an object of a class.
 *
 * @param byName where the value of each property comes from, sorted by name
 * @param fields the fields whose values are written
 */
record WrittenProperties(SortedMap<String, AnnotatedMember> byName, Set<Field> fields) {

	static WrittenProperties of(BeanDescription written) {
		SortedMap<String, AnnotatedMember> byName = new TreeMap<>();
		Set<Field> fields = new HashSet<>();
		for (BeanPropertyDefinition property : written.findProperties()) {
			if (property.couldSerialize()) {
				byName.put(property.getName(), property.getAccessor());
				if (property.hasField()) {
					fields.add(property.getField().getAnnotated());
				}
			}
		}
		return new WrittenProperties(byName, fields);
	}

	/** What is not written is lost, whether anybody would notice or not. */
	void requireAllFields(Class<?> type) {
		for (Class<?> owner = type; owner != null && owner != Object.class; owner = owner.getSuperclass()) {
			for (Field field : owner.getDeclaredFields()) {
				boolean state = !Modifier.isStatic(field.getModifiers()) && !Modifier.isTransient(field.getModifiers());
				if (state && !this.fields.contains(field)) {
					throw new UnsupportedValueTypeException(
							"the field " + owner.getSimpleName() + "." + field.getName()
									+ " is kept out of JSON, so that a stored answer would come back without it",
							"Remove what hides it (@JsonIgnore, @JsonIgnoreProperties, access), or make the field "
									+ "transient when the answer is whole without it.");
				}
			}
		}
	}

}
