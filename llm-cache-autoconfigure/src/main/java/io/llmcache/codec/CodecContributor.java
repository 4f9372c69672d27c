package io.llmcache.codec;

import java.lang.reflect.Type;

import org.jspecify.annotations.Nullable;

/**
 * Brings codecs for types that this library cannot store by itself, the answer types of
 * AI frameworks among them. Beans of this type are asked in order, before anything else.
 */
@FunctionalInterface
public interface CodecContributor {

	/**
	 * The codec for a type, or null to leave it to others.
	 * @param type the declared type of the value, without the return shape around it
	 * @throws UnsupportedValueTypeException for a type that must not be stored
	 */
	@Nullable ResponseCodec codecFor(Type type);

}
