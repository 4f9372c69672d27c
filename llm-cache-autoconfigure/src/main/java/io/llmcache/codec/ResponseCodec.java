package io.llmcache.codec;

/**
 * Turns the answers of one type into bytes and back, faithfully or not at all.
 * Thread-safe. Never handed null.
 */
public interface ResponseCodec {

	/**
	 * What the bytes look like: kind and version of the codec, names and types of all
	 * components. Part of every key, so that bytes of another shape are never read. Equal
	 * for equal types in every JVM and JDK.
	 */
	String shape();

	/**
	 * The stored form of a value, proven to read back as the same value.
	 * @param value an answer of the type
	 * @return a new array
	 * @throws CodecException when the value has no faithful stored form
	 */
	byte[] encode(Object value) throws CodecException;

	/**
	 * The value that was stored: a new copy that shares nothing mutable with another.
	 * Lists, sets and maps in it are mutable and belong to the caller.
	 * @param bytes holds the stored form; not changed, not kept
	 * @param offset index of the first byte
	 * @param length number of bytes
	 * @throws CodecException when the bytes are not a stored form of the type; nothing
	 * that the bytes name is loaded or instantiated
	 */
	Object decode(byte[] bytes, int offset, int length) throws CodecException;

	/**
	 * Whether an answer is one to keep. Does not fail.
	 * @param value an answer of the type
	 */
	Verdict judge(Object value);

}
