package io.llmcache.codec;

import java.util.LinkedHashSet;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonClassDescription;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.DateTimeFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.MixInResolver;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleAbstractTypeResolver;

/**
 * Makes the mapper of stored answers. It is never the application's, whose settings serve
 * an audience and change with it; these are part of the stored form and may only change
 * together with {@link JsonCodec#VERSION}.
 * <p>
 * Objects are written by their fields, as keys are, not by their getters: what a getter
 * computes is not part of the value and could not be read back. Unknown properties are an
 * error: the shape is part of every key, so bytes with a property that the type does not
 * have were written by someone else.
 */
final class StorageMapper {

	/** Deeper answers are neither written nor read. */
	static final int MAX_DEPTH = 500;

	/** Numbers with more digits are not read: parsing them takes quadratic time. */
	static final int MAX_DIGITS = 1_000;

	private StorageMapper() {
	}

	static JsonMapper create() {
		return strictAboutDates(strictAboutValues(JsonMapper.builder(boundedFactory())))
			.annotationIntrospector(new StorageIntrospector())
			// In the order written: a HashSet's own order depends on its history.
			.addAbstractTypeResolver(new SimpleAbstractTypeResolver().addMapping(Set.class, LinkedHashSet.class))
			.mixInOverrides(new EmptyRecords())
			.changeDefaultVisibility((checker) -> checker.with(Visibility.NONE)
				.withFieldVisibility(Visibility.ANY)
				.withCreatorVisibility(Visibility.PUBLIC_ONLY)
				.withScalarConstructorVisibility(Visibility.NON_PRIVATE))
			.build();
	}

	private static JsonFactory boundedFactory() {
		return JsonFactory.builder()
			.streamReadConstraints(
					StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).maxNumberLength(MAX_DIGITS).build())
			.streamWriteConstraints(StreamWriteConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
			.build();
	}

	private static JsonMapper.Builder strictAboutValues(JsonMapper.Builder builder) {
		return builder.enable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
			.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
					DeserializationFeature.FAIL_ON_IGNORED_PROPERTIES,
					DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
					DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES, DeserializationFeature.FAIL_ON_TRAILING_TOKENS,
					DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
			.disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
			.disable(MapperFeature.ALLOW_COERCION_OF_SCALARS, MapperFeature.ALLOW_FINAL_FIELDS_AS_MUTATORS,
					MapperFeature.USE_GETTERS_AS_SETTERS)
			.enable(JsonNodeFeature.USE_BIG_DECIMAL_FOR_FLOATS)
			.disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
			.enable(EnumFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
			.disable(EnumFeature.READ_ENUMS_USING_TO_STRING, EnumFeature.WRITE_ENUMS_USING_TO_STRING);
	}

	private static JsonMapper.Builder strictAboutDates(JsonMapper.Builder builder) {
		return builder
			.disable(DateTimeFeature.WRITE_DATES_AS_TIMESTAMPS, DateTimeFeature.WRITE_DURATIONS_AS_TIMESTAMPS,
					DateTimeFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE, DateTimeFeature.NORMALIZE_DESERIALIZED_ZONE_ID)
			.enable(DateTimeFeature.WRITE_DATES_WITH_ZONE_ID);
	}

	/**
	 * A record without components has nothing to lose, yet FAIL_ON_EMPTY_BEANS would
	 * refuse it; Jackson lets an empty class pass when it bears an annotation.
	 */
	private static final class EmptyRecords implements MixInResolver {

		@Override
		public @Nullable Class<?> findMixInClassFor(Class<?> type) {
			return (type.isRecord() && type.getRecordComponents().length == 0) ? Annotated.class : null;
		}

		@Override
		public boolean hasMixIns() {
			return true;
		}

		@Override
		public MixInResolver snapshot() {
			return this;
		}

		@JsonClassDescription
		private interface Annotated {

		}

	}

}
