package io.llmcache.codec;

import java.util.List;

import com.fasterxml.jackson.annotation.JacksonInject;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.annotation.JsonTypeIdResolver;
import tools.jackson.databind.annotation.JsonTypeResolver;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.introspect.ObjectIdInfo;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.util.NameTransformer;

/**
 * Reads the annotations of users' types with storage in mind. What says how an object is
 * made or named is heard: creators, builders, {@code @JsonProperty}, {@code @JsonValue},
 * (de)serialisers of a whole class. What trims JSON for an audience is not (formats,
 * inclusion, views, filters, unwrapping, ids): it would lose part of the answer. What is
 * hidden on purpose ({@code @JsonIgnore}) stays hidden, and {@link ShapeWriter} refuses
 * the type. Type ids are ours alone: sealed types by the names of {@link SealedTypes}.
 */
final class StorageIntrospector extends JacksonAnnotationIntrospector {

	private static final long serialVersionUID = 1L;

	// A wrapper object: no property of the value can be taken for the type id.
	private static final JsonTypeInfo.Value CLOSED_NAMES = JsonTypeInfo.Value.construct(JsonTypeInfo.Id.NAME,
			JsonTypeInfo.As.WRAPPER_OBJECT, null, null, false, true);

	@Override
	public JsonTypeInfo.@Nullable Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated annotated) {
		return (annotated instanceof AnnotatedClass type && SealedTypes.isSealed(type.getRawType())) ? CLOSED_NAMES
				: null;
	}

	@Override
	public @Nullable List<NamedType> findSubtypes(MapperConfig<?> config, Annotated annotated) {
		if (!(annotated instanceof AnnotatedClass type) || !SealedTypes.isSealed(type.getRawType())) {
			return null;
		}
		return SealedTypes.byName(type.getRawType())
			.entrySet()
			.stream()
			.map((entry) -> new NamedType(entry.getValue(), entry.getKey()))
			.toList();
	}

	@Override
	public String findTypeName(MapperConfig<?> config, AnnotatedClass type) {
		return SealedTypes.name(type.getRawType());
	}

	@Override
	public @Nullable Object findTypeResolverBuilder(MapperConfig<?> config, Annotated annotated) {
		return null;
	}

	@Override
	public @Nullable Object findTypeIdResolver(MapperConfig<?> config, Annotated annotated) {
		return null;
	}

	@Override
	public @Nullable Object findSerializer(MapperConfig<?> config, Annotated annotated) {
		return (annotated instanceof AnnotatedClass) ? super.findSerializer(config, annotated) : null;
	}

	@Override
	public @Nullable Object findDeserializer(MapperConfig<?> config, Annotated annotated) {
		return (annotated instanceof AnnotatedClass) ? super.findDeserializer(config, annotated) : null;
	}

	@Override
	public @Nullable Object findSerializationConverter(MapperConfig<?> config, Annotated annotated) {
		return null;
	}

	@Override
	public @Nullable Object findDeserializationConverter(MapperConfig<?> config, Annotated annotated) {
		return null;
	}

	@Override
	public JavaType refineSerializationType(MapperConfig<?> config, Annotated annotated, JavaType type) {
		return type;
	}

	@Override
	public JavaType refineDeserializationType(MapperConfig<?> config, Annotated annotated, JavaType type) {
		return type;
	}

	@Override
	public String[] findEnumValues(MapperConfig<?> config, AnnotatedClass type, Enum<?>[] constants, String[] names) {
		for (int i = 0; i < constants.length; i++) {
			names[i] = constants[i].name();
		}
		return names;
	}

	@Override
	public JsonFormat.Value findFormat(MapperConfig<?> config, Annotated annotated) {
		return JsonFormat.Value.empty();
	}

	@Override
	public JsonInclude.Value findPropertyInclusion(MapperConfig<?> config, Annotated annotated) {
		return JsonInclude.Value.empty();
	}

	@Override
	public JsonIgnoreProperties.Value findPropertyIgnoralByName(MapperConfig<?> config, Annotated annotated) {
		return super.findPropertyIgnoralByName(config, annotated).withoutIgnoreUnknown();
	}

	@Override
	public Class<?> @Nullable [] findViews(MapperConfig<?> config, Annotated annotated) {
		return null;
	}

	@Override
	public @Nullable Object findFilterId(MapperConfig<?> config, Annotated annotated) {
		return null;
	}

	@Override
	public @Nullable ObjectIdInfo findObjectIdInfo(MapperConfig<?> config, Annotated annotated) {
		return null;
	}

	@Override
	public @Nullable ReferenceProperty findReferenceType(MapperConfig<?> config, AnnotatedMember member) {
		return null;
	}

	@Override
	public @Nullable NameTransformer findUnwrappingNameTransformer(MapperConfig<?> config, AnnotatedMember member) {
		return null;
	}

	@Override
	public JacksonInject.@Nullable Value findInjectableValue(MapperConfig<?> config, AnnotatedMember member) {
		return null;
	}

	@Override
	public Boolean hasAnyGetter(MapperConfig<?> config, Annotated annotated) {
		return false;
	}

	@Override
	public Boolean hasAnySetter(MapperConfig<?> config, Annotated annotated) {
		return false;
	}

	/**
	 * Whether a class or member chooses the classes to instantiate by what the bytes say.
	 */
	static boolean namesClasses(Annotated annotated) {
		JsonTypeInfo info = annotated.getAnnotation(JsonTypeInfo.class);
		return annotated.hasAnnotation(JsonTypeResolver.class) || annotated.hasAnnotation(JsonTypeIdResolver.class)
				|| (info != null && (info.use() == JsonTypeInfo.Id.CLASS || info.use() == JsonTypeInfo.Id.MINIMAL_CLASS
						|| info.use() == JsonTypeInfo.Id.CUSTOM));
	}

}
