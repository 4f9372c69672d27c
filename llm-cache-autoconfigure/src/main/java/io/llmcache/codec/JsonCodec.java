package io.llmcache.codec;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Values as JSON. Every value is read back and compared before its bytes are handed out,
 * not only the first of a class: whether a value survives depends on what is in it (a
 * subclass, half a surrogate pair, a null), and the proof costs microseconds where the
 * answer has cost seconds.
 */
final class JsonCodec implements ResponseCodec {

	/** Goes up when the settings of {@link StorageMapper} change what is written. */
	static final String VERSION = "json1";

	private final String typeName;

	private final String shape;

	// The only names from a parser's path that a message may hold.
	private final Set<String> propertyNames;

	private final ObjectReader reader;

	private final ObjectWriter writer;

	/**
	 * Creates a codec.
	 * @throws UnsupportedValueTypeException when values of the type cannot be stored
	 */
	JsonCodec(JsonMapper mapper, JavaType type) {
		ShapeWriter shapeWriter = new ShapeWriter(mapper);
		this.typeName = type.getRawClass().getSimpleName();
		this.shape = VERSION + ":" + shapeWriter.write(type);
		this.propertyNames = shapeWriter.propertyNames();
		// Subclasses of sealed types are otherwise prepared when first met.
		for (JavaType part : shapeWriter.parts()) {
			mapper.readerFor(part);
			mapper.writerFor(part);
		}
		this.reader = mapper.readerFor(type);
		this.writer = mapper.writerFor(type);
	}

	/**
	 * Writes and reads once, so that the first hit does not pay for the loading of the
	 * parser's classes.
	 */
	static void rehearse(JsonMapper mapper) {
		ResponseCodec codec = new JsonCodec(mapper, mapper.constructType(Rehearsal.class));
		try {
			byte[] bytes = codec.encode(new Rehearsal("é", 0.5, List.of(1), new Rehearsal.Part(true)));
			codec.decode(bytes, 0, bytes.length);
		}
		catch (CodecException ex) {
			throw new IllegalStateException(ex);
		}
	}

	@Override
	public String shape() {
		return this.shape;
	}

	@Override
	public byte[] encode(Object value) throws CodecException {
		byte[] bytes;
		try {
			bytes = this.writer.writeValueAsBytes(value);
		}
		catch (RuntimeException | StackOverflowError ex) {
			throw new CodecException("A value of " + this.typeName + " cannot be written: " + reason(ex));
		}
		requireFaithful(value, bytes);
		return bytes;
	}

	private void requireFaithful(Object value, byte[] bytes) throws CodecException {
		String difference;
		try {
			Object copy = this.reader.readValue(bytes);
			difference = Likeness.difference(value, copy, this.typeName);
			if (difference == null && !Arrays.equals(bytes, this.writer.writeValueAsBytes(copy))) {
				difference = this.typeName;
			}
		}
		catch (RuntimeException | StackOverflowError ex) {
			throw new CodecException("A value of " + this.typeName + " can be written but not read back: " + reason(ex)
					+ ". Return exactly the declared types, made of records");
		}
		if (difference != null) {
			throw new CodecException("A value of " + this.typeName + " does not come back as it was: " + difference
					+ " differs. Return exactly the declared types, with constructors that keep what they are given");
		}
	}

	@Override
	public Object decode(byte[] bytes, int offset, int length) throws CodecException {
		Object value;
		try {
			value = this.reader.readValue(bytes, offset, length);
		}
		catch (RuntimeException | StackOverflowError ex) {
			throw new CodecException("The stored bytes are not a value of " + this.typeName + ": " + reason(ex));
		}
		if (value == null) {
			throw new CodecException("The stored bytes are not a value of " + this.typeName + ": null");
		}
		return value;
	}

	/** The class of the exception and where it happened; its message quotes content. */
	private String reason(Throwable ex) {
		StringBuilder reason = new StringBuilder(ex.getClass().getSimpleName());
		if (ex instanceof JacksonException jackson) {
			String separator = " at ";
			for (JacksonException.Reference reference : jackson.getPath()) {
				String name = reference.getPropertyName();
				boolean known = name != null && this.propertyNames.contains(name);
				reason.append(separator).append(known ? name : (name != null) ? "?" : "[]");
				separator = ".";
			}
		}
		return reason.toString();
	}

	@Override
	public Verdict judge(Object value) {
		return Emptiness.judge(value);
	}

	private record Rehearsal(String text, double number, List<Integer> list, Scene scene) {

		private sealed interface Scene permits Part {

		}

		private record Part(boolean played) implements Scene {

		}

	}

}
