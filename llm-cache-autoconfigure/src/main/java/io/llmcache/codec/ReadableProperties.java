package io.llmcache.codec;

import java.util.Set;
import java.util.stream.Collectors;

import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.introspect.ClassIntrospector;
import tools.jackson.databind.json.JsonMapper;

/**
 * What can be read back into an object of a class.
 *
 * @param names the properties that its creator, builder or fields take
 * @param creatable whether an object can be made at all
 */
record ReadableProperties(Set<String> names, boolean creatable) {

	private static final String REMEDY = "Make it a record, or give it a constructor without arguments and fields "
			+ "that are not final, or a @JsonCreator that takes every property.";

	static ReadableProperties of(JsonMapper mapper, JavaType type) {
		DeserializationConfig config = mapper.deserializationConfig();
		ClassIntrospector introspector = config.classIntrospectorInstance();
		AnnotatedClass annotations = introspector.introspectClassAnnotations(type);
		AnnotationIntrospector annotationIntrospector = config.getAnnotationIntrospector();
		Class<?> builder = annotationIntrospector.findPOJOBuilder(config, annotations);
		BeanDescription read = introspector.introspectForDeserialization(type, annotations);
		BeanDescription made = (builder != null)
				? introspector.introspectForDeserializationWithBuilder(mapper.constructType(builder), read) : read;
		Set<String> names = made.findProperties()
			.stream()
			.filter(BeanPropertyDefinition::couldDeserialize)
			.map(BeanPropertyDefinition::getName)
			.collect(Collectors.toSet());
		return new ReadableProperties(names, made.isRecordType() || made.findDefaultConstructor() != null
				|| made.getPotentialCreators().hasPropertiesBasedOrDelegating());
	}

	void requireAll(Class<?> type, Set<String> written) {
		if (!this.creatable) {
			throw new UnsupportedValueTypeException(
					"the value type holds " + type.getTypeName() + ", which cannot be created from its properties",
					REMEDY);
		}
		for (String name : written) {
			if (!this.names.contains(name)) {
				throw new UnsupportedValueTypeException("the property " + type.getSimpleName() + "." + name
						+ " can be written but not read back, so that a stored answer would come back without it",
						REMEDY);
			}
		}
	}

}
