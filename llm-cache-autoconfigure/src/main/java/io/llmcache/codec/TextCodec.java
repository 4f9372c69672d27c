package io.llmcache.codec;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Strings as plain UTF-8: readable in Redis, and nothing to parse on a hit.
 */
final class TextCodec implements ResponseCodec {

	private static final char REPLACEMENT = '\uFFFD';

	@Override
	public String shape() {
		return "text1";
	}

	@Override
	public byte[] encode(Object value) throws CodecException {
		if (!(value instanceof String text)) {
			throw new CodecException("Not a String but a value of " + value.getClass().getName());
		}
		byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
		// A lone surrogate has become a question mark.
		if (!new String(bytes, StandardCharsets.UTF_8).equals(text)) {
			throw new CodecException("The text holds half of a surrogate pair, which UTF-8 cannot express. "
					+ "Return text that was not cut within a character");
		}
		return bytes;
	}

	@Override
	public Object decode(byte[] bytes, int offset, int length) throws CodecException {
		String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
		// The constructor replaces what is malformed; only then is a second look due.
		if (text.indexOf(REPLACEMENT) >= 0) {
			requireWellFormed(bytes, offset, length);
		}
		return text;
	}

	private static void requireWellFormed(byte[] bytes, int offset, int length) throws CodecException {
		try {
			StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, offset, length));
		}
		catch (CharacterCodingException ex) {
			throw new CodecException("The stored text is not UTF-8");
		}
	}

	@Override
	public Verdict judge(Object value) {
		return Emptiness.judge(value);
	}

}
