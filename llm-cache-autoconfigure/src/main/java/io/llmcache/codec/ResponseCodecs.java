package io.llmcache.codec;

import java.lang.reflect.Type;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The codec of each value type: a contributor's, or one of the three of this package
 * (plain text, plain bytes, JSON). Thread-safe.
 */
public final class ResponseCodecs {

	private final List<CodecContributor> contributors;

	private final ConcurrentMap<Type, ResponseCodec> codecs = new ConcurrentHashMap<>();

	// Made when first wanted: where all answers are text nobody pays for it.
	private @Nullable JsonMapper mapper;

	/**
	 * Creates the codecs.
	 * @param contributors asked in order before the codecs of this package
	 */
	public ResponseCodecs(List<CodecContributor> contributors) {
		this.contributors = List.copyOf(contributors);
	}

	/**
	 * The codec for a type, ready for use: what a first use costs is paid here.
	 * @param type the declared type of the value
	 * @throws UnsupportedValueTypeException when values of the type cannot be stored
	 */
	public ResponseCodec forType(Type type) {
		ResponseCodec codec = this.codecs.get(type);
		return (codec != null) ? codec : this.codecs.computeIfAbsent(type, this::create);
	}

	private ResponseCodec create(Type type) {
		for (CodecContributor contributor : this.contributors) {
			ResponseCodec codec = contributor.codecFor(type);
			if (codec != null) {
				return codec;
			}
		}
		if (type == String.class) {
			return new TextCodec();
		}
		if (type == byte[].class) {
			return new BytesCodec();
		}
		ValueTypes.requireClosed(type);
		JsonMapper mapper = mapper();
		return new JsonCodec(mapper, mapper.constructType(type));
	}

	private synchronized JsonMapper mapper() {
		JsonMapper mapper = this.mapper;
		if (mapper == null) {
			mapper = StorageMapper.create();
			JsonCodec.rehearse(mapper);
			this.mapper = mapper;
		}
		return mapper;
	}

}
