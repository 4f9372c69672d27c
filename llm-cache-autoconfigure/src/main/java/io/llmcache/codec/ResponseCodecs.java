package io.llmcache.codec;

import java.lang.reflect.Type;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import tools.jackson.databind.json.JsonMapper;

/**
 * The codec of each value type: a contributor's, or one of the three of this package
 * (plain text, plain bytes, JSON). Thread-safe.
 */
public final class ResponseCodecs {

	private final List<CodecContributor> contributors;

	private final JsonMapper mapper = StorageMapper.create();

	private final ConcurrentMap<Type, ResponseCodec> codecs = new ConcurrentHashMap<>();

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
		return new JsonCodec(this.mapper, this.mapper.constructType(type));
	}

}
