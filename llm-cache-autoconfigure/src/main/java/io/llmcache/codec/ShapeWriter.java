package io.llmcache.codec;

import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.ClassIntrospector;
import tools.jackson.databind.json.JsonMapper;

/**
 * Walks a value type once: refuses what could not be read back, and writes down the shape
 * of the rest. Properties are sorted by name, because JSON finds them by name, so moving
 * one keeps the stored answers; renaming or retyping one does not. Class names are not
 * part of the shape, with the exception of the names in sealed hierarchies, which are
 * stored. Not thread-safe; one per type.
 */
final class ShapeWriter {

	private static final int MAX_DEPTH = 32;

	private final JsonMapper mapper;

	private final StringBuilder shape = new StringBuilder();

	// Types seen before are written as a number: they may be recursive.
	private final Map<JavaType, Integer> seen = new HashMap<>();

	private final Set<String> propertyNames = new HashSet<>();

	private int depth;

	ShapeWriter(JsonMapper mapper) {
		this.mapper = mapper;
	}

	/**
	 * The shape of a type.
	 * @throws UnsupportedValueTypeException when values of the type cannot be stored
	 */
	String write(JavaType type) {
		append(type, "the value type");
		return this.shape.toString();
	}

	/**
	 * The names of all properties met: what a message may quote from a parser's path.
	 */
	Set<String> propertyNames() {
		return Set.copyOf(this.propertyNames);
	}

	/**
	 * The classes of users and their libraries that the type is made of.
	 */
	Set<JavaType> parts() {
		return Set.copyOf(this.seen.keySet());
	}

	private void append(JavaType type, String place) {
		if (++this.depth > MAX_DEPTH) {
			throw ValueTypes.refused(place, "nested more than " + MAX_DEPTH + " types deep", "Flatten the type.");
		}
		Class<?> raw = type.getRawClass();
		if (ValueTypes.isScalar(raw)) {
			this.shape.append(raw.getSimpleName());
		}
		else if (type.isArrayType()) {
			append(type.getContentType(), place);
			this.shape.append("[]");
		}
		else if (raw == Optional.class || ValueTypes.isCollection(raw)) {
			appendContainer(type, place);
		}
		else if (ValueTypes.isMap(raw)) {
			if (!ValueTypes.isMapKey(type.getKeyType().getRawClass())) {
				throw ValueTypes.refused(place, "a map with keys of " + type.getKeyType().getRawClass().getTypeName(),
						"Use String or an enum as the key of the map.");
			}
			appendContainer(type, place);
		}
		else {
			appendOwn(type, place);
		}
		this.depth--;
	}

	private void appendContainer(JavaType type, String place) {
		this.shape.append(type.getRawClass().getSimpleName()).append('<');
		if (type.getKeyType() != null) {
			append(type.getKeyType(), place);
			this.shape.append(',');
		}
		append(type.getContentType(), place);
		this.shape.append('>');
	}

	/** A class of the user's, or of a library of theirs. */
	private void appendOwn(JavaType type, String place) {
		Class<?> raw = type.getRawClass();
		ValueTypes.requireStorable(raw, place);
		Integer number = this.seen.putIfAbsent(type, this.seen.size());
		if (number != null) {
			this.shape.append('#').append(number);
			return;
		}
		SerializationConfig config = this.mapper.serializationConfig();
		AnnotatedClass annotations = config.classIntrospectorInstance().introspectClassAnnotations(type);
		if (StorageIntrospector.namesClasses(annotations)) {
			throw namesClasses(place, raw);
		}
		AnnotationIntrospector introspector = config.getAnnotationIntrospector();
		if (introspector.findSerializer(config, annotations) != null
				|| introspector.findDeserializer(config, annotations) != null) {
			this.shape.append("custom(").append(raw.getName()).append(')');
		}
		else {
			appendDescribed(type, describe(type), place);
		}
	}

	private void appendDescribed(JavaType type, BeanDescription written, String place) {
		Class<?> raw = type.getRawClass();
		AnnotatedMember value = written.findJsonValueAccessor();
		if (value != null) {
			this.shape.append("value(");
			append(value.getType(), raw.getSimpleName() + "." + value.getName());
			this.shape.append(')');
		}
		else if (raw.isEnum()) {
			this.shape.append(Arrays.stream(raw.getEnumConstants())
				.map((constant) -> ((Enum<?>) constant).name())
				.sorted()
				.collect(Collectors.joining(",", "enum{", "}")));
		}
		else if (SealedTypes.isSealed(raw)) {
			appendSealed(type, place);
		}
		else {
			appendProperties(type, written, place);
		}
	}

	private void appendSealed(JavaType type, String place) {
		// Which subclass is written is known from the object alone, and an object does
		// not know its type arguments.
		if (type.getBindings().getTypeParameters().stream().anyMatch(ShapeWriter::holdsSealed)) {
			throw ValueTypes.refused(place,
					type.getRawClass().getTypeName() + ", a sealed type with another as its type argument",
					"Put the inner one into a record and use that record as the type argument.");
		}
		this.shape.append("sealed{");
		String separator = "";
		for (Map.Entry<String, Class<?>> entry : SealedTypes.byName(type.getRawClass()).entrySet()) {
			this.shape.append(separator).append(entry.getKey()).append('=');
			JavaType permitted = specialised(type, entry.getValue(), place);
			if (permitted.getRawClass() == type.getRawClass()) {
				appendProperties(type, describe(type), place);
			}
			else {
				append(permitted, entry.getValue().getSimpleName());
			}
			separator = ",";
		}
		this.shape.append('}');
	}

	private static boolean holdsSealed(JavaType type) {
		return SealedTypes.isSealed(type.getRawClass())
				|| type.getBindings().getTypeParameters().stream().anyMatch(ShapeWriter::holdsSealed)
				|| (type.isArrayType() && holdsSealed(type.getContentType()));
	}

	private BeanDescription describe(JavaType type) {
		ClassIntrospector introspector = this.mapper.serializationConfig().classIntrospectorInstance();
		return introspector.introspectForSerialization(type, introspector.introspectClassAnnotations(type));
	}

	private JavaType specialised(JavaType sealed, Class<?> permitted, String place) {
		try {
			return this.mapper.getTypeFactory().constructSpecializedType(sealed, permitted);
		}
		catch (IllegalArgumentException ex) {
			throw ValueTypes.refused(place, sealed.getRawClass().getTypeName() + ", whose type parameters do not tell "
					+ "those of " + permitted.getTypeName(), "Remove the type parameters.");
		}
	}

	private void appendProperties(JavaType type, BeanDescription written, String place) {
		Class<?> raw = type.getRawClass();
		if (written.isNonStaticInnerClass() || raw.isAnonymousClass() || raw.isHidden()) {
			throw ValueTypes.refused(place, raw.getTypeName() + ", which cannot be made without its outer object",
					"Make it a record or a static class.");
		}
		WrittenProperties properties = WrittenProperties.of(written);
		properties.requireAllFields(raw);
		ReadableProperties.of(this.mapper, type).requireAll(raw, properties.byName().keySet());
		this.shape.append('{');
		String separator = "";
		for (Map.Entry<String, AnnotatedMember> entry : properties.byName().entrySet()) {
			AnnotatedMember accessor = entry.getValue();
			String name = raw.getSimpleName() + "." + entry.getKey();
			if (StorageIntrospector.namesClasses(accessor)) {
				throw namesClasses(name, raw);
			}
			this.propertyNames.add(entry.getKey());
			this.shape.append(separator).append(entry.getKey()).append(':');
			append(accessor.getType(), name);
			separator = ",";
		}
		this.shape.append('}');
	}

	private static UnsupportedValueTypeException namesClasses(String place, Class<?> type) {
		return ValueTypes.refused(place, "marked to be read as whatever class the stored bytes name ("
				+ type.getTypeName() + ": @JsonTypeInfo or a type resolver)",
				"Make the type sealed and remove the annotation.");
	}

}
